import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { closeBrowser, control, loaded, openTab, shot, violations, world } from './support.mjs';

after(closeBrowser);

const OBJECT = `?object=${encodeURIComponent(world.datastoreId)}`;
const PAGES = {
  dashboard: '/dashboard',
  nas: '/nas',
  vcenters: '/vcenters',
  settings: '/settings',
  audit: '/audit',
  summary: `/datastore/summary${OBJECT}`,
  runs: `/datastore/runs${OBJECT}`,
  snapshots: `/datastore/snapshots${OBJECT}`,
  replication: `/datastore/replication${OBJECT}`,
};
/** What changes something, by its first word. */
const CHANGES =
  /^(Add|Take|Replicate|Restore|Delete|Roll back|Clone|Edit|Remove|Revoke|Run now|Dry run|Enable|Disable|Send|Cancel|Test|Register|Unregister|Bring)\b/;

/** The texts of all buttons that can be pressed, those in the menus of rows too. */
async function buttons(page) {
  const menus = page.locator('main .datagrid-action-toggle');
  const found = [];
  const shown = async () =>
    found.push(...(await page.locator('button:enabled:visible').allTextContents()).map((text) => text.trim()));
  await shown();
  for (let at = 0; at < (await menus.count()); at++) {
    await menus.nth(at).click();
    await page.locator('.action-item').first().waitFor();
    await shown();
    await page.keyboard.press('Escape');
  }
  return [...new Set(found)];
}

test('who may only look is offered nothing that the server would refuse, and asks it for nothing such', async (t) => {
  const viewer = { user: 'only-looks@vsphere.local', password: 'and-changes-nothing' };
  const privileges = ['System.Anonymous', 'System.View', 'System.Read', 'DatastoreGuard.View'];
  await control('POST', '/users', { name: viewer.user, password: viewer.password, privileges });
  const page = await openTab(viewer);
  await page.locator('dg-header').waitFor();
  for (const [name, route] of Object.entries(PAGES)) {
    await t.test(name, async () => {
      page.errors.length = 0;
      await page.open(route);
      await page.locator(`main dg-${name}-page`).waitFor();
      await page.waitForLoadState('networkidle');
      await page.waitForFunction(() => !document.querySelector('clr-spinner, .datagrid-spinner, .spinner'));
      const offered = (await buttons(page)).filter((text) => CHANGES.test(text));
      assert.deepEqual(offered, []);
      assert.deepEqual(await violations(page), []);
      // A browser reports each refused request itself.
      assert.deepEqual(page.errors, []);
    });
  }
  await t.test('what is not even shown is explained', async () => {
    await page.open('/settings');
    await page.getByText('Your role View does not show this. You need Configure').waitFor();
    await shot(page, 'settings-viewer');
    await page.getByRole('tab', { name: 'Certificate' }).click();
    await page.getByText('This server’s certificate').waitFor();
    await loaded(page);
    await page.open('/audit');
    await page.getByText('Your role View does not show this. You need Configure').waitFor();
    await shot(page, 'audit-viewer');
    assert.deepEqual(page.errors, []);
  });
  await page.context().close();
});
