import { Snapshot } from '../../api/model';
import { FakeApi } from '../../shared/fake-api';
import { PageDriver } from '../../shared/page-driver';
import { Clone } from './clone';

const snapshot = { guid: '7', name: 'auto-1', dataset: 'tank/vm', created: '2026-11-21T10:00:00Z' } as Snapshot;
const url = '/datastores/urn:1/snapshots/7/clone';
const run = { id: 'run1', kind: 'RESTORE', steps: [], warnings: [] };
const NAME = 'Name of the clone';

describe('cloning', () => {
  let api: FakeApi;
  let left: (string | undefined)[];
  beforeEach(() => (left = []));
  afterEach(() => vi.unstubAllGlobals());

  let datasets: string[] = [];
  let role: string | undefined = 'VIEW';
  beforeEach(() => {
    datasets = ['tank/vm'];
    role = 'VIEW';
  });

  const open = async (datasetType = 'FILESYSTEM', answer: object = { ...run, state: 'SUCCEEDED' }) => {
    api = new FakeApi({
      'GET /datastores/urn:1': {
        id: 'urn:1',
        name: 'vm',
        mapping: { status: 'MAPPED', nasSystemId: 'nas1', datasetType },
      },
      'GET /sessions/current': { kind: 'SIGNED_IN', role },
      'GET /nas-systems/nas1/datasets': { items: datasets.map((name) => ({ name, type: 'FILESYSTEM' })) },
      [`POST ${url}`]: answer,
    });
    const page = await PageDriver.open(Clone, { datastore: 'urn:1', snapshot, leave: 'Cancel' });
    page.component.left.subscribe((id) => left.push(id));
    return page;
  };

  it('of a filesystem proposes a name, and says in the end how to get at it', async () => {
    const page = await open();
    expect(page.field(NAME).value).toBe('tank/vm-clone-auto-1');
    expect(await page.violations()).toEqual([]);
    await page.press('Clone');
    expect(api.changes()).toMatchObject([{ path: url, body: { name: 'tank/vm-clone-auto-1' } }]);
    for (const text of [
      'tank/vm-clone-auto-1 is there.',
      'share tank/vm-clone-auto-1 as the datastore is shared',
      'under another name',
      "zfs destroy 'tank/vm-clone-auto-1'",
    ]) {
      expect(page.text).toContain(text);
    }
    expect(await page.violations()).toEqual([]);
    await page.press('Close');
    expect(left).toEqual(['run1']);
  });

  it('for a second time proposes a name that is free', async () => {
    datasets = ['tank/vm', 'tank/vm-clone-auto-1'];
    const page = await open();
    expect(page.field(NAME).value).toBe('tank/vm-clone-auto-1-2');
    await page.type(NAME, 'tank/mine');
    await page.press('Clone');
    expect(api.changes()[0]?.body).toEqual({ name: 'tank/mine' });
  });

  it('does without the names for whoever may not see the machine', async () => {
    role = undefined;
    const page = await open();
    expect(page.field(NAME).value).toBe('tank/vm-clone-auto-1');
    expect(api.calls.map((call) => call.path)).not.toContain('/nas-systems/nas1/datasets');
  });

  it('of a volume names the device, and warns of its signature', async () => {
    const page = await open('VOLUME');
    await page.type(NAME, ' tank/my copy ');
    await page.press('Clone');
    expect(api.changes()[0]?.body).toEqual({ name: 'tank/my copy' });
    expect(page.text).toContain('/dev/zvol/tank/my+copy');
    expect(page.text).toContain('with a new signature');
  });

  it.each([
    ['tank/x@y', 'Give a dataset’s full name, such as tank/copy: letters, digits and _ . : - between slashes.'],
    ['other/x', 'A clone lies on the pool of its snapshot: tank/…'],
    ['tank/vm', 'This is the original’s own name.'],
  ])('asks for nothing with the name %s', async (name, said) => {
    const page = await open();
    await page.type(NAME, name);
    expect(page.errors()).toEqual([said]);
    expect(page.button('Clone').disabled).toBe(true);
    page.field(NAME).form?.dispatchEvent(new Event('submit', { cancelable: true }));
    await page.settled();
    expect(api.changes()).toEqual([]);
  });

  it('puts what only the server knows of a name beside the field, until another one is typed', async () => {
    const errors = [{ field: 'name', message: 'is there already' }];
    const page = await open('FILESYSTEM', { code: 'INVALID_FIELD', status: 422, errors });
    await page.press('Clone');
    expect(page.errors()).toEqual(['is there already']);
    await page.type(NAME, 'tank/another');
    expect(page.errors()).toEqual([]);
    expect(page.text).not.toContain('INVALID_FIELD');
  });

  it('that failed shows why, and no next steps', async () => {
    const error = { code: 'ZFS_FAILED', message: 'out of space' };
    const page = await open('FILESYSTEM', { ...run, state: 'FAILED', error });
    await page.press('Clone');
    expect(page.text).toContain('out of space');
    expect(page.text).not.toContain('zfs destroy');
  });
});
