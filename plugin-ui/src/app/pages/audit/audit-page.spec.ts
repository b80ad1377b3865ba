import { FakeApi } from '../../shared/fake-api';
import { PageDriver } from '../../shared/page-driver';
import { AuditPage } from './audit-page';

const entry = {
  id: 7,
  at: '2026-11-21T10:00:00Z',
  actor: 'ann@vsphere.local',
  action: 'createToken',
  object: 'tokens',
};

describe('the audit', () => {
  let api: FakeApi;
  beforeEach(() => {
    api = new FakeApi({ 'GET /audit-entries': { items: [entry], nextCursor: 'older' } });
  });
  afterEach(() => vi.unstubAllGlobals());

  it('is filtered by who, what and when, from the newest on', async () => {
    const page = await PageDriver.open(AuditPage);
    await page.press('Next');
    expect(api.calls.at(-1)?.query).toEqual({ cursor: 'older', limit: '50' });
    await page.type('Who', 'ann');
    await vi.waitFor(() => expect(api.calls.at(-1)?.query).toEqual({ actor: 'ann', limit: '50' }));
    await page.type('What', 'token');
    await vi.waitFor(() => expect(api.calls.at(-1)?.query['action']).toBe('token'));
    await page.type('From', '11/20/2026');
    await page.type('Until', '11/20/2026');
    expect(api.calls.at(-1)?.query).toEqual({
      actor: 'ann',
      action: 'token',
      since: new Date('2026-11-20T00:00').toISOString(),
      until: new Date('2026-11-20T23:59:59.999').toISOString(),
      limit: '50',
    });
  });

  it('does not ask for what ends before it begins', async () => {
    const page = await PageDriver.open(AuditPage);
    await page.type('Until', '11/20/2026');
    const asked = api.calls.length;
    await page.type('From', '11/21/2026');
    expect(page.errors()).toEqual(['Has to be the day of From, or later.']);
    expect(api.calls).toHaveLength(asked);
  });

  it('marks what is no date, once it looks like one', async () => {
    const page = await PageDriver.open(AuditPage);
    const asked = api.calls.length;
    await page.type('From', '13/');
    expect(page.errors()).toEqual([]);
    await page.type('From', '13/31/2026');
    expect(page.errors()).toEqual(['Give a date.']);
    expect(api.calls).toHaveLength(asked);
  });

  it('is not asked for by whoever may not see it', async () => {
    api.set('GET /sessions/current', { kind: 'SIGNED_IN', role: 'RESTORE' });
    const page = await PageDriver.open(AuditPage);
    expect(page.text).toContain('Your role Restore does not show this.');
    expect(api.calls.map((call) => call.path)).not.toContain('/audit-entries');
    expect(await page.violations()).toEqual([]);
  });

  it('says that nothing fits, and lets the filter be changed', async () => {
    const page = await PageDriver.open(AuditPage);
    api.set('GET /audit-entries', { items: [] });
    await page.type('Who', 'nobody');
    await vi.waitFor(() => expect(page.text).toContain('No entry fits.'));
    expect(page.field('Who').value).toBe('nobody');
  });
});
