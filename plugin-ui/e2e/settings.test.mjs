import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { api, closeBrowser, openTab, shot, violations, world } from './support.mjs';

after(closeBrowser);

/** The page is clean for axe, wide and narrow, and nothing is cut off. */
async function clean(page, name) {
  for (const width of [1280, 900]) {
    await page.setViewportSize({ width, height: 900 });
    await shot(page, `${name}-${width}`);
    const [content, visible] = await page.locator('main').evaluate((main) => [main.scrollWidth, main.clientWidth]);
    assert.ok(content <= visible, `${content} pixels of content in ${visible}`);
  }
  assert.deepEqual(await violations(page), []);
}

async function settings(options, tab) {
  const page = await openTab(options);
  await page.locator('dg-header').waitFor();
  await page.open('/settings');
  await page.getByRole('tab', { name: tab, exact: true }).click();
  return page;
}

test('a token is limited to a datastore and to a day, and is good for nothing else', async () => {
  const page = await settings({ theme: 'dark', locale: 'fr-FR' }, 'Jetons d’API');
  await page.getByRole('button', { name: 'Ajouter un jeton' }).click();
  await page.getByLabel('Nom', { exact: true }).fill('only one datastore');
  const expires = page.getByLabel('Expire', { exact: true });
  await expires.fill('31.12.2099');
  await expires.blur();
  assert.equal(await expires.inputValue(), '31/12/2099');
  await page.locator('clr-date-container button').click();
  await page.locator('clr-datepicker-view-manager').waitFor();
  await page.locator('.day-btn.is-selected').waitFor();
  await shot(page, 'token-calendar');
  await page.keyboard.press('Escape');
  await page.getByLabel('Valable pour').selectOption('SOME');
  await page.getByLabel('Le nom contient').fill(world.datastore);
  await page.getByLabel(world.datastore, { exact: true }).check();
  await clean(page, 'token-form');
  await page.locator('#dg-token').evaluate((form) => form.requestSubmit());
  const secret = (await page.locator('dg-copy').innerText()).split(/\s/)[0];
  await page.getByRole('button', { name: 'Fermer', exact: true }).last().click();
  await page.getByText('1 banque de données', { exact: true }).waitFor();

  const made = (await api('GET', '/tokens')).items.find((one) => one.name === 'only one datastore');
  assert.deepEqual(made.datastoreIds, [world.datastoreId]);
  assert.equal(new Date(made.expiresAt).toLocaleDateString('sv', { timeZone: 'Europe/Berlin' }), '2099-12-31');
  const seen = await fetch(`${world.server}/api/v1/datastores`, { headers: { Authorization: `Bearer ${secret}` } });
  assert.deepEqual((await seen.json()).items.map((one) => one.name), [world.datastore]);
  assert.deepEqual(page.errors, []);
  await page.context().close();
});
