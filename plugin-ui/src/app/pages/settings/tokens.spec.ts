import { FakeHost } from '../../host/fake-host';
import { FakeApi } from '../../shared/fake-api';
import { PageDriver } from '../../shared/page-driver';
import { SettingsPage } from './settings-page';

const token = { id: 't1', name: 'backup job', role: 'REPLICATE', createdAt: '2026-11-21T10:00:00Z' };

async function submit(page: PageDriver<unknown>): Promise<void> {
  document.querySelector<HTMLFormElement>('#dg-token')?.requestSubmit();
  await page.settled();
}

function french(): FakeHost {
  const host = new FakeHost();
  host.locale.set('fr-FR');
  return host;
}

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
    await submit(page);
    expect(api.changes()[0]?.body).toEqual({ name: 'backup job', role: 'REPLICATE' });
    expect(page.text).toContain('dsg_secret');
    await page.press('Close');
    expect(page.text).not.toContain('dsg_secret');
  });

  it('refuse a token without a name, or one that is over already', async () => {
    const page = await PageDriver.open(SettingsPage);
    await page.press('Add token');
    await page.type('Expires', '01/01/2020');
    await submit(page);
    expect(page.errors()).toEqual([expect.stringContaining('80 characters'), expect.stringContaining('not passed')]);
    await page.type('Expires', 'next year');
    expect(page.errors()[1]).toContain('not passed');
    expect(api.changes()).toEqual([]);
  });

  it('let a token be good to the end of a day', async () => {
    const page = await PageDriver.open(SettingsPage, {}, french());
    await page.press('Ajouter un jeton');
    await page.type('Nom', 'cron');
    await page.type('Expire', '31/12/2099');
    await submit(page);
    expect(api.changes()[0]?.body).toMatchObject({ expiresAt: new Date(2099, 11, 31, 23, 59, 59, 999).toISOString() });
  });

  it('limit a token to datastores, found by their names', async () => {
    const all = ['vm-1', 'vm-2', 'iso'].map((name) => ({ id: `urn:${name}`, name }));
    api.set('GET /datastores', (call) => ({
      items: all.filter(({ name }) => name.includes(call.query['contains'] ?? '')),
    }));
    const page = await PageDriver.open(SettingsPage);
    await page.press('Add token');
    await page.type('Name', 'backup job');
    await page.type('Good for', 'SOME');
    await submit(page);
    expect(page.errors()).toEqual(['Choose at least one datastore.']);
    await page.tick('vm-2');
    await page.type('Name contains', 'iso');
    await vi.waitFor(() => expect(api.calls.at(-1)?.query['contains']).toBe('iso'));
    await page.settled();
    expect(page.text).not.toContain('vm-1');
    // What was chosen stays in sight.
    expect(page.field('vm-2').checked).toBe(true);
    await page.tick('iso');
    expect(page.errors()).toEqual([]);
    expect(await page.violations()).toEqual([]);
    await submit(page);
    expect(api.changes()[0]?.body).toEqual({ name: 'backup job', role: 'VIEW', datastoreIds: ['urn:vm-2', 'urn:iso'] });
  });

  it('say how many datastores are not shown, and that none fits', async () => {
    api.set('GET /datastores', { items: [{ id: 'urn:1', name: 'vm-1' }], nextCursor: 'more' });
    const page = await PageDriver.open(SettingsPage);
    await page.press('Add token');
    await page.type('Good for', 'SOME');
    expect(page.text).toContain('The first 1 are shown');
    api.set('GET /datastores', { items: [] });
    await page.type('Name contains', 'nothing');
    await vi.waitFor(() => expect(page.text).toContain('No datastore fits.'));
  });

  it('neither ask for tokens nor offer one to whoever may not see them', async () => {
    api.set('GET /sessions/current', { kind: 'SIGNED_IN', role: 'VIEW' });
    const page = await PageDriver.open(SettingsPage);
    expect(page.text).toContain('Your role View does not show this. You need Configure for the installation');
    expect([...document.querySelectorAll('button')].map((button) => button.textContent?.trim())).not.toContain(
      'Add token',
    );
    expect(api.calls.map((call) => call.path)).not.toContain('/tokens');
    expect(await page.violations()).toEqual([]);
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
