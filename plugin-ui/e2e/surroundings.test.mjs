import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import {
  api,
  closeBrowser,
  control,
  frameOf,
  openShell,
  openTab,
  shot,
  signIn,
  violations,
  world,
} from './support.mjs';

after(closeBrowser);

/** A run is all that is wanted, whoever asked for it. */
function onlyAlreadyRunning(error) {
  if (!error.message.includes('ALREADY_RUNNING')) throw error;
}

test('the vSphere Client frames the dashboard, and its theme and language are taken up', async () => {
  const page = await openShell({ theme: 'dark' });
  await page.view().getByRole('heading', { name: 'Dashboard' }).waitFor();
  await page.view().getByText(world.datastore, { exact: true }).first().waitFor();
  const frame = await frameOf(page);
  assert.equal(await frame.evaluate(() => document.documentElement.getAttribute('cds-theme')), 'dark');

  await page.getByLabel('Theme').selectOption('light');
  await frame.waitForFunction(() => document.documentElement.getAttribute('cds-theme') === 'light');
  await page.getByLabel('Language').selectOption('fr-FR');
  await page.view().getByRole('heading', { name: 'Tableau de bord' }).waitFor();
  await page.getByLabel('Language').selectOption('ja-JP');
  await page.view().getByRole('heading', { name: 'ダッシュボード' }).waitFor();
  assert.deepEqual(page.errors, []);
  await page.context().close();
});

test('a host and a cluster have a card of the datastores that they have mounted', async () => {
  const page = await openShell();
  for (const type of ['ClusterComputeResource', 'HostSystem']) {
    const object = (await control('GET', '/compute')).find((one) => one.type === type);
    await page.tree(object.name);
    await page.getByRole('heading', { name: object.name, exact: true }).waitFor();
    await page.view().getByText(world.datastore, { exact: true }).waitFor();
    assert.equal(await page.view().getByText('NAS systems').count(), 0);
    await shot(page, `card-${type}`);
    assert.deepEqual(await violations(await frameOf(page)), []);
  }
  await page.view().getByText(world.datastore, { exact: true }).click();
  await page.getByRole('heading', { name: world.datastore, exact: true }).waitFor();
  assert.deepEqual(page.errors, []);
  await page.context().close();
});

test('nothing white is painted before a dark page knows its theme', async () => {
  const page = await openShell({ theme: 'dark' });
  await page.view().getByRole('heading', { name: 'Dashboard' }).waitFor();
  // The client's answer is held back: the frame has to stay transparent and empty until it comes.
  await page.route('**/api/ui/htmlClientSdk.js', async (route) => {
    const script = await (await route.fetch()).text();
    await route.fulfill({ contentType: 'text/javascript', body: script.replace("tell('initialize');", '') });
  });
  await page.tree('Datastore Guard');
  const frame = await frameOf(page);
  await frame.waitForFunction(() => document.styleSheets.length > 0 && document.querySelector('dg-root'));
  const look = await frame.evaluate(() => [
    getComputedStyle(document.documentElement).backgroundColor,
    getComputedStyle(document.body).visibility,
  ]);
  assert.deepEqual(look, ['rgba(0, 0, 0, 0)', 'hidden']);
  await page.context().close();
});

test('a session that ended is explained, and is gone after the client signed in again', async () => {
  const page = await openShell();
  await page.tree(world.datastore);
  await page.show('Monitor');
  await page.view().getByRole('heading', { name: 'Protection runs' }).waitFor();
  await api('POST', `/replication-tasks/${world.replicationTask}/run`, {}).catch(onlyAlreadyRunning);
  await page.view().locator('clr-dg-row').first().waitFor();
  await control('POST', '/sessions/expire', { tokens: true });
  await page.view().getByLabel('Show').selectOption('SUCCEEDED');
  await page.view().getByLabel('Show').selectOption('');
  await page.view().getByText('Your session has ended').waitFor();
  await shot(page, 'session-ended');
  await page.getByRole('button', { name: 'Refresh' }).click();
  await page.view().getByText('Your session has ended').waitFor({ state: 'detached' });
  await page.context().close();
});

test('in a tab of its own one signs in, is told of a wrong password, and signs out', async () => {
  const page = await openTab({ signIn: false });
  await page.getByRole('heading', { name: 'Datastore Guard' }).waitFor();
  await shot(page, 'login');
  assert.deepEqual(await violations(page), []);
  assert.deepEqual(page.errors, []);
  await signIn(page, 'wrong');
  await page.getByRole('alert').waitFor();
  await signIn(page);
  await page.getByRole('heading', { name: 'Dashboard' }).waitFor();
  await page.getByRole('button', { name: 'Dark theme' }).click();
  assert.equal(await page.evaluate(() => document.documentElement.getAttribute('cds-theme')), 'dark');
  await page.reload();
  await page.getByRole('heading', { name: 'Dashboard' }).waitFor();
  assert.equal(await page.evaluate(() => document.documentElement.getAttribute('cds-theme')), 'dark');
  await page.getByRole('button', { name: /Account of/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.getByRole('button', { name: 'Sign in' }).waitFor();
  await page.context().close();
});

test('what nobody may see without a session leads to the login and back', async () => {
  const page = await openTab({ signIn: false });
  await page.goto(`${world.server}/plugin/#/audit`);
  await page.reload();
  await page.getByRole('button', { name: 'Sign in' }).waitFor();
  await signIn(page);
  await page.getByRole('heading', { name: 'Audit' }).waitFor();
  await page.context().close();
});

test('a NAS that goes away is named on the dashboard, and so is its return', async () => {
  const nas = (await api('GET', '/nas-systems')).items.find((one) => one.name === 'nas1');
  const page = await openShell();
  await page.view().getByRole('heading', { name: 'Dashboard' }).waitFor();
  const askAgain = page.view().getByRole('button', { name: 'Ask the machines again' });
  try {
    await api('PATCH', `/nas-systems/${nas.id}`, { port: 1 });
    await askAgain.click();
    await page.view().getByText('nas1 does not answer').waitFor();
    await page
      .view()
      .getByRole('button', { name: /^[123] NAS does not answer/ })
      .waitFor();
    await shot(page, 'nas-away');
  } finally {
    await api('PATCH', `/nas-systems/${nas.id}`, { port: nas.port });
  }
  await askAgain.click();
  await page.view().getByText('nas1 does not answer').waitFor({ state: 'detached' });
  await page.context().close();
});
