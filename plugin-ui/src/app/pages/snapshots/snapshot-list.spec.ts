import { Role } from '../../api/model';
import { FakeHost } from '../../host/fake-host';
import { FakeApi } from '../../shared/fake-api';
import { fakeRights } from '../../shared/fake-rights';
import { PageDriver } from '../../shared/page-driver';
import { SnapshotList } from './snapshot-list';

const snapshot = {
  guid: '7',
  name: 'auto-1',
  dataset: 'tank/vm',
  created: '2026-11-21T10:00:00Z',
  used: 2048,
  referenced: 4096,
  holds: ['keep'],
  replicatedTo: [
    { taskId: 'r1', taskName: 'nightly', exact: true },
    { taskId: 'r2', exact: false },
  ],
  vmResults: [
    { vm: 'web', result: 'CONSISTENT' },
    { vm: 'db', result: 'SKIPPED', reason: 'no tools' },
  ],
};
const list = 'GET /datastores/urn:1/snapshots';
const gone = 'DELETE /datastores/urn:1/snapshots/7';

describe('the list of snapshots', () => {
  let api: FakeApi;
  beforeEach(() => (api = new FakeApi({ [list]: { items: [snapshot], nextCursor: 'c2' }, [gone]: {} })));
  afterEach(() => vi.unstubAllGlobals());

  const open = (role: Role = 'CONFIGURE', host = new FakeHost()) =>
    PageDriver.open(SnapshotList, { datastore: 'urn:1', rights: fakeRights(role) }, host);
  const menu = async (page: PageDriver<SnapshotList>) => {
    page.root.querySelector<HTMLElement>('.datagrid-action-toggle')?.click();
    await page.settled();
    return [...document.querySelectorAll('.action-item')].map((item) => item.textContent?.trim());
  };

  it('tells sizes, machines, replicas and holds', async () => {
    const page = await open();
    for (const text of ['2 KiB', '4 KiB', '1 consistent, 1 skipped', 'nightly, a deleted task (a newer one)', 'keep']) {
      expect(page.text).toContain(text);
    }
  });

  it('asks the server for the next part, and for a part of the name', async () => {
    const page = await open();
    await page.press('Next');
    expect(api.calls.at(-1)?.query).toEqual({ cursor: 'c2', limit: '50' });
    const field = page.field('Name contains');
    field.value = ' uto ';
    field.dispatchEvent(new Event('change'));
    await page.settled();
    expect(api.calls.at(-1)?.query).toEqual({ nameContains: 'uto', limit: '50' });
  });

  it('offers nothing to who may only look', async () => {
    const page = await open('VIEW');
    expect(page.text).toContain('auto-1');
    expect(page.root.querySelector('.datagrid-action-toggle')).toBeNull();
  });

  it.each<[Role, string[]]>([
    ['SNAPSHOT', ['Delete']],
    ['REPLICATE', ['Delete']],
    ['RESTORE', ['Roll back…', 'Clone…', 'Delete']],
  ])('offers to %s: %s', async (role, offered) => {
    expect(await menu(await open(role))).toEqual(offered);
  });

  it.each([
    ['Roll back…', 'ROLL_BACK', 'Roll back to auto-1'],
    ['Clone…', 'CLONE', 'Clone auto-1'],
  ])('%s opens what the action Restore shows, for this snapshot', async (item, way, title) => {
    const host = new FakeHost();
    const page = await open('RESTORE', host);
    await menu(page);
    await page.press(item);
    expect(host.modals).toMatchObject([
      { path: 'datastore/restore', objectId: 'urn:1', title, data: { way, snapshot: { guid: '7' } } },
    ]);
  });

  it('deletes only what is named, and says what is lost', async () => {
    const page = await open();
    page.root.querySelector<HTMLElement>('.datagrid-action-toggle')?.click();
    await page.settled();
    await page.press('Delete');
    expect(page.text).toContain('2 KiB become free');
    await page.type('To confirm, type auto-1', 'auto-2');
    expect(page.button('Delete').disabled).toBe(true);
    await page.type('To confirm, type auto-1', 'auto-1');
    await page.press('Delete');
    expect(api.changes()[0]?.query).toEqual({ confirm: 'auto-1' });
  });

  it('offers to go on where only a replication needs it', async () => {
    api.set(gone, { code: 'IN_USE', status: 409, detail: 'the next increment starts from it' });
    const page = await open();
    page.root.querySelector<HTMLElement>('.datagrid-action-toggle')?.click();
    await page.settled();
    await page.press('Delete');
    await page.type('To confirm, type auto-1', 'auto-1');
    await page.press('Delete');
    await page.tick('Delete it all the same; a bookmark stands in for it, so that the next replication can go on');
    api.set(gone, {});
    await page.press('Delete');
    expect(api.changes().at(-1)?.query).toEqual({ confirm: 'auto-1', force: 'true' });
  });
});
