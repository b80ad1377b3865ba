import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { api, closeBrowser, loaded, openTab, shot, violations, world } from './support.mjs';

after(closeBrowser);

const OBJECT = `?object=${encodeURIComponent(world.datastoreId)}`;

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

for (const [theme, locale] of [
  ['light', 'fr-FR'],
  ['dark', 'en-US'],
]) {
  test(`the form of a replication task, all of it, ${theme}`, async () => {
    const french = locale === 'fr-FR';
    const page = await openTab({ theme, locale });
    await page.locator('dg-header').waitFor();
    await page.open(`/datastore/replication${OBJECT}`);
    await page
      .getByRole('button', { name: french ? 'Ajouter une tâche de réplication' : 'Add replication task' })
      .click();
    const begin = page.getByLabel(french ? 'Début' : 'Begin', { exact: true });
    await begin.fill('10 pm');
    await begin.blur();
    assert.equal((await begin.inputValue()).replace(/\s/, ' '), french ? '22:00' : '10:00 PM');
    await clean(page, `replication-form-${theme}`);
    await page.getByRole('button', { name: french ? 'Avancé' : 'Advanced' }).click();
    await page.locator('dg-advanced-fields').scrollIntoViewIfNeeded();
    await page.locator('form button[type=submit]').click();
    await page.locator('.clr-error').first().waitFor();
    assert.equal(await page.locator('.clr-success').count(), 0);
    await page.locator('dg-advanced-fields').scrollIntoViewIfNeeded();
    await clean(page, `replication-form-advanced-${theme}`);
    assert.deepEqual(page.errors, []);
    await page.context().close();
  });
}

test('the certificate of a vCenter is shown before anything is sent to it', async () => {
  const page = await openTab();
  await page.locator('dg-header').waitFor();
  await page.open('/vcenters');
  const [known] = (await api('GET', '/vcenters')).items;
  await page.getByRole('button', { name: 'Add vCenter' }).click();
  await page.getByLabel('Address').fill(known.url);
  await page.getByRole('button', { name: 'Ask for the certificate' }).click();
  await page.getByText(known.fingerprint).waitFor();
  await loaded(page);
  await shot(page, 'vcenter-form');
  assert.deepEqual(await violations(page), []);
  assert.deepEqual(page.errors, []);
  await page.context().close();
});
