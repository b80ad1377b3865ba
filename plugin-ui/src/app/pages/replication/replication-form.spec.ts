import { Datastore, NasSystem } from '../../api/model';
import { FakeApi } from '../../shared/fake-api';
import { PageDriver } from '../../shared/page-driver';
import { ReplicationForm, Saved } from './replication-form';

const datastore = {
  id: 'urn:1',
  name: 'vm-nfs',
  mapping: { status: 'MAPPED', nasSystemId: 'n1', dataset: 'tank/vm' },
  protection: {},
} as unknown as Datastore;
const nas = (id: string, name: string): NasSystem =>
  ({ id, name, host: `${name}.example.com`, port: 22, version: 0, publicKey: 'ssh-ed25519 A' }) as unknown as NasSystem;

const answers = () => ({
  'GET /nas-systems': { items: [nas('n1', 'nas1'), nas('n2', 'nas2')] },
  'GET /nas-systems/n2/datasets': { items: [{ name: 'backup', type: 'FILESYSTEM' }] },
  'GET /nas-systems/n1/replication-key': { publicKey: 'ssh-ed25519 peer' },
  'POST /snapshot-tasks': { id: 's1', version: 0, name: 'vm-nfs' },
  'POST /replication-tasks': { id: 'r1', version: 0, name: 'vm-nfs' },
});

async function form(api = new FakeApi(answers())) {
  const page = await PageDriver.open(ReplicationForm, { datastore, snapshotTasks: [] });
  const saved: Saved[] = [];
  page.component.saved.subscribe((done) => saved.push(done));
  return { api, page, saved };
}

describe('the form of a replication task', () => {
  afterEach(() => vi.unstubAllGlobals());

  it('has the fields of the old form in their order', async () => {
    const { page } = await form();
    const labels = [...page.root.querySelectorAll('label')].map((label) => label.textContent?.trim());
    const old = [
      'Datastore',
      'Remote dataset',
      'Recursively replicate',
      'Delete stale snapshots',
      'Compression',
      'Limit (KiB/s)',
      'Begin',
      'End',
      'Enable',
      'Remote NAS',
      'Remote hostname',
      'Remote port',
      'Cipher',
    ];
    expect(labels.filter((label) => old.includes(label ?? ''))).toEqual(old);
  });

  it('marks what is missing or wrong, and sends nothing', async () => {
    const { api, page } = await form();
    await page.type('Name', '');
    await page.type('Limit (KiB/s)', 'fast');
    await page.type('Begin', '');
    await page.press('Save and show what it would do');

    expect(page.errors()).toEqual([
      expect.stringContaining('up to 80 characters'),
      expect.stringContaining('full name'),
      expect.stringContaining('whole number of KiB/s'),
      expect.stringContaining('time of day'),
      expect.stringContaining('Choose the NAS'),
    ]);
    expect(api.changes()).toEqual([]);
  });

  it('makes a snapshot task with it where there is none, and the task disabled until its plan was seen', async () => {
    const { api, page, saved } = await form();
    await page.type('Remote dataset', 'backup/vm');
    await page.type('Remote NAS', 'n2');
    await page.press('Save and show what it would do');

    expect(api.changes().map((call) => call.path)).toEqual(['/snapshot-tasks', '/replication-tasks']);
    expect(api.changes()[1]?.body).toMatchObject({ snapshotTaskIds: ['s1'], enabled: false, datastoreId: 'urn:1' });
    expect(saved).toMatchObject([{ task: { id: 'r1' }, wanted: true, fresh: true }]);
  });

  it('shows the key to install on the receiving machine', async () => {
    const { page } = await form();
    await page.type('Remote NAS', 'n2');
    expect(page.text).toContain('Let nas1 send to nas2');
    expect(page.text).toContain('ssh-ed25519 peer');
  });

  it('puts what the server refuses beside its field, and does not make the snapshot task twice', async () => {
    const { api, page, saved } = await form();
    api.set('POST /replication-tasks', {
      code: 'TARGET_OVERLAP',
      status: 422,
      errors: [{ field: 'remoteDataset', message: 'is received by another task' }],
    });
    api.set('PATCH /snapshot-tasks/s1', { id: 's1', version: 1 });
    await page.type('Remote dataset', 'backup/vm');
    await page.type('Remote NAS', 'n2');
    await page.press('Save and show what it would do');
    expect(page.errors()).toEqual(['is received by another task']);
    expect(saved).toEqual([]);

    api.set('POST /replication-tasks', { id: 'r1', version: 0, name: 'vm-nfs' });
    await page.type('Remote dataset', 'backup/vm2');
    await page.press('Save and show what it would do');
    expect(api.changes().filter((call) => call.path === '/snapshot-tasks')).toHaveLength(1);
    expect(saved).toHaveLength(1);
  });

  it('says in other units what a limit means, and draws the window across midnight', async () => {
    const { page } = await form();
    await page.type('Limit (KiB/s)', '20480');
    await page.type('Begin', '22:00');
    await page.type('End', '06:00');
    expect(page.text).toContain('20 MiB/s, about 167.8 Mbit/s');
    expect(page.text).toContain('between 22:00 and 06:00 of the next day');
    expect(page.root.querySelectorAll('dg-window-bar .open')).toHaveLength(2);
  });
});
