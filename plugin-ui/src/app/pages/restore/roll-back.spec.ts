import { FakeHost } from '../../host/fake-host';
import { Snapshot } from '../../api/model';
import { FakeApi } from '../../shared/fake-api';
import { PageDriver } from '../../shared/page-driver';
import { RollBack } from './roll-back';

const snapshot = { guid: '7', name: 'auto-1', dataset: 'tank/vm', created: '2026-11-21T10:00:00Z' } as Snapshot;
const preview = {
  snapshot: 'tank/vm@auto-1',
  dataset: 'tank/vm',
  destroys: [
    { name: 'auto-3', guid: '9', created: '2026-11-21T12:00:00Z', used: 2048 },
    { name: 'auto-2', guid: '8', created: '2026-11-21T11:00:00Z', used: 4096 },
  ],
  bookmarks: ['tank/vm#sent-2'],
  discards: 3 * 1024 ** 2,
  obstacles: [],
  warnings: [],
  newestGuid: '9',
};
const CONFIRM = 'To confirm, type auto-1';
const url = '/datastores/urn:1/snapshots/7/rollback';
const run = { id: 'run1', kind: 'RESTORE', steps: [], warnings: [] };

describe('rolling back', () => {
  let api: FakeApi;
  let left: (string | undefined)[];
  beforeEach(() => {
    api = new FakeApi({ [`GET ${url}`]: preview, [`POST ${url}`]: { ...run, state: 'SUCCEEDED' } });
    left = [];
  });
  afterEach(() => vi.unstubAllGlobals());

  const open = async (shown: object = preview) => {
    api.set(`GET ${url}`, shown);
    const page = await PageDriver.open(RollBack, { datastore: 'urn:1', snapshot, leave: 'Cancel' });
    page.component.left.subscribe((id) => left.push(id));
    return page;
  };
  const buttons = () => [...document.querySelectorAll('button')].map((button) => button.textContent?.trim());

  it('says beforehand what is lost', async () => {
    const page = await open();
    for (const text of [
      'tank/vm goes back to what it was at 2026-11-21T10:00:00.000Z',
      '3 MiB written since then',
      '2 newer snapshots:',
      'auto-32026-11-21T12:00:00.000Z',
      '4 KiB',
      '1 newer bookmark: sent-2',
    ]) {
      expect(page.text).toContain(text);
    }
    expect(await page.violations()).toEqual([]);
    expect(api.changes()).toEqual([]);
  });

  it('of the newest snapshot loses only what was written since, however much that is', async () => {
    const page = await open({ ...preview, destroys: [], bookmarks: [], discards: null, newestGuid: null });
    expect(page.text).toContain('the NAS does not say how much');
    expect(page.text).toContain('this is the newest one');
    await page.type(CONFIRM, 'auto-1');
    await page.press('Roll back');
    expect(api.changes()[0]?.body).toEqual({ confirm: 'auto-1', newestGuid: null });
  });

  it('wants the name, and then follows the run to its end', async () => {
    const page = await open();
    expect(page.button('Roll back').disabled).toBe(true);
    await page.type(CONFIRM, 'auto-2');
    expect(page.button('Roll back').disabled).toBe(true);
    await page.type(CONFIRM, 'auto-1');
    await page.press('Roll back');
    expect(api.changes()).toMatchObject([{ path: url, body: { confirm: 'auto-1', newestGuid: '9' } }]);
    expect(page.text).toContain('The datastore is as it was at 2026-11-21T10:00:00.000Z.');
    expect(page.text).toContain('power the virtual machines on');
    expect(await page.violations()).toEqual([]);
    await page.press('Close');
    expect(left).toEqual(['run1']);
  });

  it('is done by the Enter key, once the name is typed', async () => {
    const page = await open();
    const enter = async () => {
      page.field(CONFIRM).form?.dispatchEvent(new Event('submit', { cancelable: true }));
      await page.settled();
    };
    await enter();
    expect(api.changes()).toEqual([]);
    await page.type(CONFIRM, 'auto-1');
    await enter();
    expect(api.changes()).toHaveLength(1);
  });

  it('that is impossible names what is in its way and the next step, and offers only to ask again', async () => {
    const page = await open({
      ...preview,
      obstacles: [
        { code: 'VM_RUNNING', message: 'web and db are powered on' },
        { code: 'VCENTER_TIMEOUT', message: 'lab did not answer in time' },
        { code: 'NEW_IN_LATER_VERSIONS', message: 'something else' },
      ],
      warnings: [{ code: 'REPLICATION_BASE_LOST', message: 'nightly starts from auto-3', needsForce: true }],
    });
    for (const text of ['web and db are powered on', 'See to it', 'something else', 'A clone of this snapshot']) {
      expect(page.text).toContain(text);
    }
    expect([...document.querySelectorAll('a')].map((link) => link.pathname)).toEqual(['/runbook/VCENTER_TIMEOUT.html']);
    expect(page.text).toContain('3 MiB written since then');
    expect(buttons()).toEqual(['Ask again', 'Cancel']);
    expect(document.querySelector('input')).toBeNull();
    expect(await page.violations()).toEqual([]);

    api.set(`GET ${url}`, preview);
    await page.press('Ask again');
    expect(page.text).not.toContain('powered on');
    expect(page.button('Roll back').disabled).toBe(true);
  });

  it.each([
    ['fr-FR', 'Des machines virtuelles y tournent', 'Une réplication perd ce dont elle repart'],
    ['es-ES', 'Hay máquinas virtuales encendidas', 'Una replicación pierde el punto'],
    ['ja-JP', '仮想マシンが動作中', 'レプリケーションが続きの起点を失います'],
  ])(
    'says in %s what is in its way, and the server’s words with the names in it',
    async (locale, obstacle, warning) => {
      const host = new FakeHost();
      host.locale.set(locale);
      api.set(`GET ${url}`, {
        ...preview,
        obstacles: [
          { code: 'VM_RUNNING', message: 'web and db are powered on' },
          { code: 'NEW_IN_LATER_VERSIONS', message: 'something else' },
        ],
        warnings: [
          { code: 'REPLICATION_BASE_LOST', message: 'nightly starts from auto-3', needsForce: true },
          { code: 'NEW_IN_LATER_VERSIONS', message: 'something to know', needsForce: false },
        ],
      });
      const page = await PageDriver.open(RollBack, { datastore: 'urn:1', snapshot, leave: 'Cancel' }, host);
      for (const text of [obstacle, 'web and db', 'something else', warning, 'nightly', 'something to know']) {
        expect(page.text).toContain(text);
      }
      expect([...document.querySelectorAll('[lang=en]')].map((part) => part.textContent)).toHaveLength(4);
      expect(await page.violations()).toEqual([]);
    },
  );

  it('with a consequence has it accepted; what needs no force is only said', async () => {
    const page = await open({
      ...preview,
      warnings: [
        { code: 'REPLICATION_BASE_LOST', message: 'nightly starts from auto-3', needsForce: true },
        { code: 'REPLICATION_BASE_LOST', message: 'weekly starts from auto-2', needsForce: true },
        { code: 'OWN_HOLDS', message: 'auto-2 by nightly', needsForce: true },
        { code: 'CHILDREN_STAY', message: 'tank/vm/iso stays as it is', needsForce: false },
      ],
    });
    expect(page.text).toContain('weekly starts from auto-2');
    expect(page.text).toContain('tank/vm/iso stays as it is');
    expect(document.querySelectorAll('input[type=checkbox]')).toHaveLength(2);
    await page.type(CONFIRM, 'auto-1');
    await page.tick('Roll back all the same, and release these holds');
    expect(page.button('Roll back').disabled).toBe(true);
    const consequence = [...document.querySelectorAll('label')].find((label) => label.textContent?.includes('fails'));
    await page.tick(consequence?.textContent?.trim() ?? '');
    expect(await page.violations()).toEqual([]);
    await page.press('Roll back');
    expect(api.changes()[0]?.body).toEqual({ confirm: 'auto-1', newestGuid: '9', force: true });
  });

  it('explains that something newer was taken, and starts over with what would be lost now', async () => {
    api.set(`POST ${url}`, { code: 'VERSION_CONFLICT', status: 412 });
    const page = await open();
    await page.type(CONFIRM, 'auto-1');
    await page.press('Roll back');
    expect(page.text).toContain('Something newer was taken since you looked');
    expect(page.button('Roll back').disabled).toBe(true);

    api.set(`GET ${url}`, {
      ...preview,
      destroys: [{ name: 'auto-4', guid: '10', created: '2026-11-21T13:00:00Z', used: 0 }, ...preview.destroys],
      newestGuid: '10',
    });
    api.set(`POST ${url}`, { ...run, state: 'SUCCEEDED' });
    await page.press('Reload');
    expect(page.text).toContain('auto-4');
    expect(page.text).not.toContain('since you looked');
    expect(page.field(CONFIRM).value).toBe('');
    await page.type(CONFIRM, 'auto-1');
    await page.press('Roll back');
    expect(api.changes().at(-1)?.body).toEqual({ confirm: 'auto-1', newestGuid: '10' });
  });

  it('that the server refuses after all leaves everything as it was, to be looked at again', async () => {
    api.set(`POST ${url}`, { code: 'IN_USE', status: 409, detail: 'web was powered on just now' });
    const page = await open();
    await page.type(CONFIRM, 'auto-1');
    await page.press('Roll back');
    expect(page.text).toContain('web was powered on just now');
    await page.press('Try again');
    expect(page.text).not.toContain('web was powered on just now');
  });

  it('may be left while it works', async () => {
    api.set(`POST ${url}`, { ...run, state: 'RUNNING' });
    api.set('GET /runs/run1', { ...run, state: 'RUNNING' });
    const page = await open();
    await page.type(CONFIRM, 'auto-1');
    await page.press('Roll back');
    expect(page.text).toContain('The datastore is being rolled back');
    expect(page.text).not.toContain('power the virtual machines on');
    await page.press('Close; the run goes on');
    expect(left).toEqual(['run1']);
  });

  it('that failed shows why', async () => {
    const error = { code: 'ZFS_FAILED', message: 'zfs rollback did not work', stderr: 'dataset is busy' };
    api.set(`POST ${url}`, { ...run, state: 'FAILED', error });
    const page = await open();
    await page.type(CONFIRM, 'auto-1');
    await page.press('Roll back');
    for (const text of ['zfs rollback did not work', 'dataset is busy', 'ZFS_FAILED']) {
      expect(page.text).toContain(text);
    }
    expect(page.text).not.toContain('The datastore is as it was');
  });

  it('is not offered where the server does not even show what would be lost', async () => {
    const page = await open({ code: 'FORBIDDEN', status: 403 });
    expect(page.text).toContain('You may not do this here');
    expect(buttons()).toEqual(['Try again', 'Cancel']);
    await page.press('Cancel');
    expect(left).toEqual([undefined]);
  });
});
