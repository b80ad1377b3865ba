import { Datastore, NasSystem, ReplicationTask } from '../../api/model';
import { FakeHost } from '../../host/fake-host';
import { FakeApi } from '../../shared/fake-api';
import { PageDriver } from '../../shared/page-driver';
import { newDraft, orderOf } from './draft';
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
    await page.type('End', '6 am');
    expect(page.text).toContain('20 MiB/s, about 167.8 Mbit/s');
    expect(page.text).toContain('between 10:00 PM and 6:00 AM of the next day');
    expect(page.root.querySelectorAll('dg-window-bar .open')).toHaveLength(2);
  });

  it('writes times as the language does, once the person has left the field, and sends them as the API wants', async () => {
    const host = new FakeHost();
    host.locale.set('fr-FR');
    const api = new FakeApi(answers());
    const page = await PageDriver.open(ReplicationForm, { datastore, snapshotTasks: [] }, host);
    await page.type('Début', '10 pm');
    expect(page.field('Début').value).toBe('10 pm');
    page.field('Début').dispatchEvent(new Event('focusout', { bubbles: true }));
    await page.settled();
    expect(page.field('Début').value).toBe('22:00');
    expect(page.field('Fin').value).toBe('23:59');
    await page.type('Dataset distant', 'backup/vm');
    await page.type('NAS distant', 'n2');
    page.root.querySelector('form')?.dispatchEvent(new Event('submit'));
    await page.settled();
    expect(api.changes()[1]?.body).toMatchObject({ begin: '22:00', end: '23:59' });
  });

  it('puts what the server says of an advanced field beside it, unfolded', async () => {
    const { api, page } = await form();
    api.set('POST /replication-tasks', {
      code: 'INVALID_FIELD',
      status: 422,
      errors: [
        { field: 'propertyOverrides.readonly', message: 'is set by the product' },
        { field: 'allowedLag', message: 'must be from PT1M to P366D' },
      ],
    });
    await page.type('Remote dataset', 'backup/vm');
    await page.type('Remote NAS', 'n2');
    await page.press('Save and show what it would do');
    expect(page.errors()).toEqual(['is set by the product', 'must be from PT1M to P366D']);
  });

  it('takes a property away by name where it is no longer set', async () => {
    const task = {
      ...orderOf({ ...newDraft('old', 'UTC', []), remoteDataset: 'backup/vm', nasSystemId: 'n2', trigger: 'MANUAL' }),
      id: 'r1',
      version: 4,
      propertyOverrides: { compression: 'zstd', atime: 'off' },
    } as unknown as ReplicationTask;
    const api = new FakeApi({ ...answers(), 'PATCH /replication-tasks/r1': task });
    const page = await PageDriver.open(ReplicationForm, { datastore, snapshotTasks: [], task });
    await page.press('Advanced');
    await page.type('Properties set on the copy', 'atime=on');
    await page.press('Save');
    expect(api.changes()[0]?.body).toMatchObject({ propertyOverrides: { compression: null, atime: 'on' } });
  });

  it('draws no green line below what is right', async () => {
    const { page } = await form();
    await page.type('Limit (KiB/s)', 'fast');
    await page.press('Save and show what it would do');
    await page.type('Limit (KiB/s)', '100');
    page.field('Name').dispatchEvent(new Event('blur'));
    await page.settled();
    expect(page.root.querySelectorAll('.clr-success')).toHaveLength(0);
    expect(page.root.querySelectorAll('.clr-error').length).toBeGreaterThan(0);
  });
});
