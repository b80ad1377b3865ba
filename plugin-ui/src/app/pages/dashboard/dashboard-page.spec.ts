import { FakeHost } from '../../host/fake-host';
import { Call, FakeApi } from '../../shared/fake-api';
import { PageDriver } from '../../shared/page-driver';
import { DashboardPage } from './dashboard-page';

const datastore = (name: string, state: string, lagSeconds?: number) => ({
  id: `urn:${name}`,
  name,
  mapping: { status: 'MAPPED', dataset: `tank/${name}` },
  protection: { state, ...(lagSeconds === undefined ? {} : { lagSeconds }) },
});

const states = {
  NEVER_REPLICATED: 0,
  LATE: 3,
  UNREACHABLE: 0,
  UNPROTECTED: 12,
  SNAPSHOTS_ONLY: 0,
  REPLICATED: 1985,
  UNMAPPED: 0,
};

describe('the dashboard', () => {
  let api: FakeApi;
  const lists = (): Call[] => api.calls.filter((call) => call.path === '/datastores' && call.query['limit'] === '25');

  beforeEach(() => {
    api = new FakeApi({
      'GET /datastores': (call) =>
        call.query['sort'] === 'lag' && call.query['limit'] === '8'
          ? { items: [datastore('far behind', 'REPLICATED', 7200)], total: 2000, states }
          : {
              items: [datastore('late', 'LATE', 90000), datastore('fresh', 'REPLICATED', 60)],
              total: 2000,
              nextCursor: 'second',
              states,
              takenAt: '2026-11-21T20:00:00Z',
              problems: { 'nas-1': 'no route to host' },
            },
      'GET /run-hours': { items: [] },
      'GET /run-days': { items: [] },
      'GET /lag-days': {
        items: [
          {
            day: new Date().toISOString().slice(0, 10),
            worstSeconds: 7200,
            medianSeconds: 600,
            worstTaskName: 'to site two',
            replications: 9,
          },
        ],
      },
      'GET /runs': { items: [] },
      'GET /nas-systems': { items: [{ id: 'nas-1', name: 'Archive' }] },
      'GET /vcenters': { items: [] },
    });
  });
  afterEach(() => vi.unstubAllGlobals());

  it('asks for one part of the datastores, and shows the numbers of all', async () => {
    const page = await PageDriver.open(DashboardPage);
    expect(lists().map((call) => call.query)).toEqual([{ limit: '25', sort: 'protection' }]);
    expect(page.text).toContain('1,985Replicated');
    expect(page.text).toContain('2 of 2,000');
    expect(page.text).toContain('far behind');
    expect(page.text).toContain('Archive does not answer');
  });

  it('filters by a tile, finds by a text, and begins at the start again', async () => {
    const page = await PageDriver.open(DashboardPage);
    await page.press('Next');
    expect(lists().at(-1)?.query['cursor']).toBe('second');
    page.root.querySelectorAll<HTMLButtonElement>('.tile')[1]?.click();
    await page.settled();
    expect(lists().at(-1)?.query).toEqual({ limit: '25', sort: 'protection', protection: 'LATE' });
    await page.type('Find by name or dataset', ' vm ');
    await vi.waitFor(() => expect(lists().at(-1)?.query['contains']).toBe('vm'));
    page.root.querySelectorAll<HTMLButtonElement>('.tile')[1]?.click();
    await page.settled();
    expect(lists().at(-1)?.query).toEqual({ limit: '25', sort: 'protection', contains: 'vm' });
  });

  it('lets the server sort, either way', async () => {
    const page = await PageDriver.open(DashboardPage);
    for (const [column, sort] of [
      ['Datastore', 'name'],
      ['Datastore', '-name'],
      ['Lag', '-lag'],
      ['Lag', 'lag'],
      ['Protection', 'protection'],
      ['Protection', '-protection'],
    ] as const) {
      await page.press(column);
      expect(lists().at(-1)?.query['sort'], column).toBe(sort);
    }
  });

  it('shows the lag of each day with its unit, and as a table', async () => {
    const page = await PageDriver.open(DashboardPage);
    expect(page.text).toContain('Lag per day (UTC)');
    const row = [...page.root.querySelectorAll('tr')].find((found) => found.textContent?.includes('to site two'));
    expect(row?.textContent).toMatch(/10 min.*2 hr/s);
  });

  it('leads a newcomer to the first steps', async () => {
    const none = Object.fromEntries(Object.keys(states).map((state) => [state, 0]));
    api.set('GET /datastores', { items: [], total: 0, states: none });
    const page = await PageDriver.open(DashboardPage, {}, new FakeHost());
    expect(page.text).toContain('Three steps');
  });
});
