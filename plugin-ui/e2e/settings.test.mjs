import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, test } from 'node:test';
import { api, closeBrowser, openTab, shot, violations, world } from './support.mjs';

after(closeBrowser);

/** The page is clean for axe, wide and narrow, and nothing is cut off. */
async function clean(page, name) {
  // A dialog comes in slowly.
  await page.waitForFunction(() =>
    [...document.querySelectorAll('.modal-dialog')].every((dialog) => {
      const { opacity, transform } = getComputedStyle(dialog);
      return opacity === '1' && (transform === 'none' || transform === 'matrix(1, 0, 0, 1, 0, 0)');
    }),
  );
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

test('a webhook is tried, saved, told what a test is, and deleted', async () => {
  const got = [];
  let status = 500;
  const hook = createServer((request, response) => {
    let body = '';
    request.on('data', (part) => (body += part));
    request.on('end', () => {
      got.push({ body, signature: request.headers['x-datastore-guard-signature'] });
      response.writeHead(status).end('not today');
    });
  });
  await new Promise((resolve) => hook.listen(0, '127.0.0.1', resolve));
  try {
    const page = await settings({}, 'Notifications');
    await page.getByText('Nobody is told yet').waitFor();
    await clean(page, 'notifications-empty');
    await page.getByRole('button', { name: 'Add channel' }).click();
    await clean(page, 'notification-mail');
    await page.getByLabel('Name', { exact: true }).fill('chat');
    await page.getByLabel('How', { exact: true }).selectOption('WEBHOOK');
    await page.getByLabel('Address', { exact: true }).fill(`http://127.0.0.1:${hook.address().port}/hook`);
    await page.getByLabel('Secret', { exact: true }).fill('shared between the two');
    await page.getByRole('button', { name: 'Send a test' }).click();
    await page.getByText('not today').waitFor();
    await clean(page, 'notification-refused');
    status = 204;
    await page.getByRole('button', { name: 'Send a test' }).click();
    await page.getByText('A test was sent (Webhook of 127.0.0.1').waitFor();
    await clean(page, 'notification-tested');
    assert.equal(got.length, 2);
    assert.match(got[1].signature, /^sha256=[0-9a-f]{64}$/);
    assert.equal(JSON.stringify(await api('GET', '/notification-channels')).includes('chat'), false);
    await page.locator('#dg-channel').evaluate((form) => form.requestSubmit());
    await page.getByRole('row', { name: /chat/ }).waitFor();

    // The stored secret counts for the test of a change.
    await page.getByRole('button', { name: 'Actions for chat' }).click();
    await page.getByRole('button', { name: 'Edit', exact: true }).click();
    await page.getByLabel('Name', { exact: true }).fill('team chat');
    await page.getByRole('button', { name: 'Send a test' }).click();
    await page.getByText('A test was sent').waitFor();
    assert.match(got[2].signature, /^sha256=/);
    const [stored] = (await api('GET', '/notification-channels')).items;
    await api('PUT', `/notification-channels/${stored.id}`, {
      name: 'somebody was faster',
      kind: 'WEBHOOK',
      webhook: { url: stored.webhook.url },
    });
    await page.locator('#dg-channel').evaluate((form) => form.requestSubmit());
    await page.getByText('Somebody changed this meanwhile').waitFor();
    await page.getByRole('button', { name: 'Reload' }).click();
    await page.waitForFunction(
      () => document.querySelector('#dg-channel input')?.value === 'somebody was faster',
    );
    await page.locator('#dg-channel').evaluate((form) => form.requestSubmit());
    await page.getByRole('row', { name: /somebody was faster/ }).waitFor();
    await clean(page, 'notifications');

    await page.getByRole('button', { name: 'Actions for somebody was faster' }).click();
    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    await page.getByLabel('To confirm, type somebody was faster').fill('somebody was faster');
    await page.locator('dg-confirm-name .btn-danger').click();
    await page.getByText('Nobody is told yet').waitFor();
    // The browser itself reports what was refused: the first test, and the change that was too late.
    assert.deepEqual(
      page.errors.filter((error) => !/status of (502|412|409)/.test(error)),
      [],
    );
    await page.context().close();
  } finally {
    hook.close();
  }
});
