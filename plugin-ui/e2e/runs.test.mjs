import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { readFileSync } from 'node:fs';
import { api, closeBrowser, openShell, shot, world } from './support.mjs';

after(closeBrowser);

test('a run is followed live to its end, and its log is downloaded', async () => {
  const page = await openShell();
  await page.tree(world.datastore);
  await page.show('Monitor');
  await api('POST', `/replication-tasks/${world.replicationTask}/run`, {});
  await page
    .view()
    .getByRole('row', { name: /Running/ })
    .first()
    .waitFor();
  await page.view().getByRole('button', { name: 'Details of the run' }).first().click();
  const details = page.view().locator('dg-run-details');
  await details.getByText('Live').waitFor();
  // The percentage comes with the size, which is asked beside a transfer that lasts.
  await details.getByText(/B( of .*)? · .*B\/s/).waitFor();
  await details.locator('pre').waitFor();
  await shot(page, 'runs-live');
  await details.getByText('Succeeded').first().waitFor({ timeout: 60_000 });
  await details.getByText('Live').waitFor({ state: 'detached' });

  const [download] = await Promise.all([
    page.waitForEvent('download'),
    details.getByRole('button', { name: 'Download log' }).click(),
  ]);
  assert.match(readFileSync(await download.path(), 'utf8'), /INFO/);
  assert.match(await page.locator('#tasks').innerText(), /replicate/);
  assert.deepEqual(page.errors, []);
  await page.context().close();
});

test('a run is cancelled by whoever follows it', async () => {
  const run = await api('POST', `/replication-tasks/${world.slowTask}/run`, {});
  const page = await openShell();
  await page.tree(world.datastore);
  await page.show('Monitor');
  await page.view().getByRole('button', { name: 'Details of the run' }).first().click();
  const details = page.view().locator('dg-run-details');
  await details.getByRole('button', { name: 'Cancel run' }).click();
  await details.getByText('Cancelled').first().waitFor();
  assert.equal((await api('GET', `/runs/${run.id}`)).state, 'CANCELLED');
  await page.context().close();
});

test('only the runs of a state are shown, and no run is said to be none', async () => {
  const page = await openShell();
  await page.tree(world.datastore);
  await page.show('Monitor');
  await page.view().getByLabel('Show').selectOption('CANCELLED');
  await page
    .view()
    .getByRole('row', { name: /Cancelled/ })
    .first()
    .waitFor();
  await page.view().getByLabel('Show').selectOption('FAILED');
  await page.view().getByText('No run is in this state.').waitFor();
  await page.context().close();
});
