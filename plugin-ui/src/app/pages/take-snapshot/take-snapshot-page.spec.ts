import { FakeHost } from '../../host/fake-host';
import { FakeApi } from '../../shared/fake-api';
import { PageDriver } from '../../shared/page-driver';
import { TakeSnapshotPage } from './take-snapshot-page';

describe('the action Take snapshot', () => {
  let api: FakeApi;
  let host: FakeHost;
  beforeEach(() => {
    host = new FakeHost();
    host.objectIds.set(['urn:1']);
    api = new FakeApi({ 'GET /datastores/urn:1': { id: 'urn:1', name: 'vm-nfs', mapping: { dataset: 'tank/vm' } } });
  });
  afterEach(() => vi.unstubAllGlobals());

  const take = async () => {
    const page = await PageDriver.open(TakeSnapshotPage, {}, host);
    return page;
  };

  it('shows what was taken', async () => {
    api.set('POST /datastores/urn:1/snapshots', { items: [{ name: 'before', dataset: 'tank/vm' }] });
    const page = await take();
    await page.type('Name', 'before');
    await page.press('Take snapshot');
    expect(page.text).toContain('tank/vm@before');
    await page.press('Close');
    expect(host.closed).toEqual([['tank/vm@before']]);
  });

  it('with the machines made consistent follows the run to its end', async () => {
    const run = { id: 'run1', kind: 'SNAPSHOT', steps: [], warnings: ['db was skipped'] };
    api.set('POST /datastores/urn:1/snapshots', { ...run, state: 'SUCCEEDED_WITH_WARNINGS' });
    const page = await take();
    await page.tick('Make the virtual machines consistent first');
    await page.press('Take snapshot');
    expect(api.changes()[0]?.body).toEqual({ recursive: false, vmConsistent: true, onVmFailure: 'CONTINUE' });
    expect(page.text).toContain('The snapshot has been taken.');
    expect(page.text).toContain('db was skipped');
  });

  it('puts a name that is taken beside the field', async () => {
    const errors = [{ field: 'name', message: 'is taken' }];
    api.set('POST /datastores/urn:1/snapshots', { code: 'INVALID_FIELD', status: 422, errors });
    const page = await take();
    await page.type('Name', 'x');
    await page.press('Take snapshot');
    expect(page.errors()).toEqual(['is taken']);
  });
});
