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
    await page.type('From', '2026-11-20T00:00');
    await page.type('Until', '2026-11-21T00:00');
    expect(api.calls.at(-1)?.query).toEqual({
      actor: 'ann',
      action: 'token',
      since: new Date('2026-11-20T00:00').toISOString(),
      until: new Date('2026-11-21T00:00').toISOString(),
      limit: '50',
    });
  });

  it('does not ask for what ends before it begins', async () => {
    const page = await PageDriver.open(AuditPage);
    await page.type('Until', '2026-11-20T00:00');
    const asked = api.calls.length;
    await page.type('From', '2026-11-21T00:00');
    expect(page.errors()).toEqual(['Has to be later than From.']);
    expect(api.calls).toHaveLength(asked);
  });

  it('says that nothing fits, and lets the filter be changed', async () => {
    const page = await PageDriver.open(AuditPage);
    api.set('GET /audit-entries', { items: [] });
    await page.type('Who', 'nobody');
    await vi.waitFor(() => expect(page.text).toContain('No entry fits.'));
    expect(page.field('Who').value).toBe('nobody');
  });
});
