import { FakeHost } from '../../host/fake-host';
import { FakeApi } from '../../shared/fake-api';
import { PageDriver } from '../../shared/page-driver';
import { RestorePage } from './restore-page';

const snapshot = {
  guid: '7',
  name: 'auto-1',
  dataset: 'tank/vm',
  created: '2026-11-21T10:00:00Z',
  vmResults: [{ vm: 'web', result: 'CONSISTENT' }],
};

describe('the action Restore', () => {
  let api: FakeApi;
  let host: FakeHost;
  beforeEach(() => {
    host = new FakeHost();
    host.objectIds.set(['urn:1']);
    api = new FakeApi({
      'GET /sessions/current': { role: 'RESTORE' },
      'GET /datastores/urn:1': { id: 'urn:1', name: 'vm', mapping: { datasetType: 'FILESYSTEM' } },
      'GET /datastores/urn:1/snapshots': { items: [snapshot] },
      'GET /datastores/urn:1/snapshots/7/rollback': { dataset: 'tank/vm', discards: 0 },
    });
  });
  afterEach(() => vi.unstubAllGlobals());

  const open = () => PageDriver.open(RestorePage, {}, host);
  const choose = async (page: PageDriver<RestorePage>) => {
    page.root.querySelector<HTMLInputElement>('clr-dg-row input[type=radio]')?.click();
    await page.settled();
  };

  it('waits for a snapshot to be chosen, and shows how it holds the machines', async () => {
    const page = await open();
    expect(page.text).toContain('auto-1');
    expect(page.text).toContain('Consistent');
    expect(page.button('Clone…').disabled).toBe(true);
    expect(page.button('Roll back…').disabled).toBe(true);
    await choose(page);
    expect(page.button('Clone…').disabled).toBe(false);
    expect(page.button('Roll back…').disabled).toBe(false);
  });

  it.each([
    ['Roll back…', 'tank/vm goes back to what it was', 'dg-roll-back'],
    ['Clone…', 'A writable copy of tank/vm', 'dg-clone'],
  ])('%s leads there, with the keyboard, and back', async (button, text, part) => {
    const page = await open();
    await choose(page);
    await page.press(button);
    expect(page.text).toContain(text);
    expect(document.activeElement?.querySelector(part)).not.toBeNull();
    await page.press('Back');
    expect(page.text).toContain('auto-1');
    expect(page.button(button).disabled).toBe(true);
    expect(host.closed).toEqual([]);
  });

  it('opened for a snapshot goes straight to what is wanted of it', async () => {
    host.modalData.set({ way: 'CLONE', snapshot });
    const page = await open();
    expect(page.text).toContain('A writable copy of tank/vm');
    expect(api.calls.map((call) => call.path)).not.toContain('/datastores/urn:1/snapshots');
    await page.press('Cancel');
    expect(host.closed).toEqual([undefined]);
  });

  it.each([null, undefined, 'x', {}, { way: 'CLONE' }])('opened with %s lets a person choose', async (data) => {
    host.modalData.set(data);
    expect((await open()).text).toContain('auto-1');
  });

  it('is not offered to who may not restore, who is told so', async () => {
    api.set('GET /sessions/current', { role: 'REPLICATE' });
    const page = await open();
    await choose(page);
    expect(page.button('Clone…').disabled).toBe(true);
    expect(page.button('Roll back…').disabled).toBe(true);
    expect(page.text).toContain('you need Restore');
  });

  it('without any snapshot says so', async () => {
    api.set('GET /datastores/urn:1/snapshots', { items: [] });
    const page = await open();
    expect(page.text).toContain('no snapshot to go back to yet');
    await page.press('Close');
    expect(host.closed).toEqual([undefined]);
  });
});
