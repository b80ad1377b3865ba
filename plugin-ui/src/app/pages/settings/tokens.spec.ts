import { FakeApi } from '../../shared/fake-api';
import { PageDriver } from '../../shared/page-driver';
import { SettingsPage } from './settings-page';

const token = { id: 't1', name: 'backup job', role: 'REPLICATE', createdAt: '2026-11-21T10:00:00Z' };

describe('the settings', () => {
  let api: FakeApi;
  beforeEach(() => {
    api = new FakeApi({
      'GET /about': { product: 'Datastore Guard', version: '0.1.0', apiVersion: 'v1', role: 'CONFIGURE' },
      'GET /tokens': { items: [token] },
      'POST /tokens': { ...token, secret: 'dsg_secret' },
      'DELETE /tokens/t1': {},
    });
  });
  afterEach(() => vi.unstubAllGlobals());

  it('make a token and show its secret once', async () => {
    const page = await PageDriver.open(SettingsPage);
    await page.press('Add token');
    await page.type('Name', 'backup job');
    await page.type('Role', 'REPLICATE');
    page.root.ownerDocument.querySelector<HTMLFormElement>('#dg-token')?.requestSubmit();
    await page.settled();
    expect(api.changes()[0]?.body).toEqual({ name: 'backup job', role: 'REPLICATE' });
    expect(page.text).toContain('dsg_secret');
    await page.press('Close');
    expect(page.text).not.toContain('dsg_secret');
  });

  it('refuse a token without a name, or one that is over already', async () => {
    const page = await PageDriver.open(SettingsPage);
    await page.press('Add token');
    await page.type('Expires', '2020-01-01T00:00');
    page.root.ownerDocument.querySelector<HTMLFormElement>('#dg-token')?.requestSubmit();
    await page.settled();
    expect(page.errors()).toEqual([expect.stringContaining('80 characters'), expect.stringContaining('future')]);
    expect(api.changes()).toEqual([]);
  });

  it('revoke a token by its name', async () => {
    const page = await PageDriver.open(SettingsPage);
    page.root.querySelector<HTMLElement>('.datagrid-action-toggle')?.click();
    await page.settled();
    await page.press('Revoke');
    await page.type('To confirm, type backup job', 'backup job');
    document.querySelector<HTMLButtonElement>('.btn-danger')?.click();
    await page.settled();
    expect(api.changes()[0]).toMatchObject({ method: 'DELETE', path: '/tokens/t1' });
  });
});
