import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { api, closeBrowser, frameOf, openShell, openTab, shot, violations, world } from './support.mjs';

after(closeBrowser);

const SAVE = 'Save and show what it would do';

/** The choice of a list that begins with a name. */
const choice = (list, name) => list.locator('option', { hasText: name }).first().getAttribute('value');

/** What the last run of the task to a target came to. */
async function ranTo(target) {
  const { items } = await api('GET', '/replication-tasks?limit=100');
  const task = items.find((one) => one.remoteDataset === target);
  return (await api('GET', `/runs?task=${task.id}&limit=1`)).items[0];
}

test('a newcomer protects a datastore, from nothing to a finished replication, by mouse', async () => {
  const target = `${world.newTarget}/mouse`;
  const page = await openShell();
  await page.tree(world.newDatastore);
  await page.show('Configure', 'Replication');
  const view = page.view();
  await view.getByRole('button', { name: 'Add replication task' }).click();

  await view.getByRole('button', { name: SAVE }).click();
  await view.getByText('Give a dataset’s full name').waitFor();
  await view.getByText('Choose the NAS that receives').waitFor();
  await shot(page, 'replication-form-wrong');

  await view.getByLabel('Remote dataset').fill(target);
  const nas = view.getByLabel('Remote NAS');
  await nas.selectOption(await choice(nas, 'nas2'));
  await view.getByText('Let nas1 send to nas2').waitFor();
  await view.getByRole('button', { name: 'Test', exact: true }).click();
  await view.getByText('nas2 answers').waitFor();
  await view.getByLabel('Remote hostname').fill(world.peerHost);
  await view.getByLabel('Remote port').fill(world.peerPort);
  assert.deepEqual(await violations(await frameOf(page)), []);
  await view.getByRole('button', { name: SAVE }).click();

  await view.getByRole('button', { name: 'Take the first snapshot now' }).click();
  await view.getByText('to send.').waitFor();
  await shot(page, 'replication-plan');
  assert.equal(await ranTo(target), undefined, 'something was sent before the plan was seen');
  await view.getByRole('button', { name: 'Enable and run now' }).click();
  await view.getByRole('row', { name: /Succeeded/ }).waitFor({ timeout: 60_000 });
  assert.equal((await ranTo(target)).state, 'SUCCEEDED');
  await shot(page, 'replication-done');
  assert.deepEqual(page.errors, []);
  await page.context().close();
});

test('a newcomer does the same by keyboard only', async () => {
  const target = `${world.newTarget}/keys`;
  const { items } = await api('GET', '/datastores?limit=100');
  const { id } = items.find((one) => one.name === world.newDatastore);
  const page = await openTab();
  await page.locator('dg-header').waitFor();
  await page.open(`/datastore/replication?object=${encodeURIComponent(id)}`);

  /** Goes on by the Tab key until a control has the focus. */
  const reach = async (control) => {
    await control.waitFor();
    for (let steps = 0; steps < 120; steps++) {
      if (await control.evaluate((element) => element === document.activeElement)) return;
      await page.keyboard.press('Tab');
    }
    assert.fail(`the Tab key does not lead to ${control}`);
  };
  const press = async (name) => {
    await reach(page.getByRole('button', { name, exact: true }));
    await page.keyboard.press('Enter');
  };
  const type = async (label, text) => {
    await reach(page.getByLabel(label, { exact: true }));
    await page.keyboard.press('Control+A');
    await page.keyboard.type(text);
  };

  await press('Add replication task');
  await type('Name', 'by keyboard');
  await type('Remote dataset', target);
  await reach(page.getByLabel('Remote NAS'));
  await page.keyboard.type('nas2');
  await type('Remote hostname', world.peerHost);
  await type('Remote port', world.peerPort);
  await press(SAVE);
  await page.getByText('to send.').waitFor();
  await press('Enable and run now');
  await page.getByRole('row', { name: /by keyboard.*Succeeded/ }).waitFor({ timeout: 60_000 });
  assert.equal((await ranTo(target)).state, 'SUCCEEDED');
  assert.deepEqual(page.errors, []);
  await page.context().close();
});

test('a snapshot is taken and deleted by its name', async () => {
  const page = await openShell();
  await page.tree(world.newDatastore);
  await page.show('Configure', 'Snapshots');
  await page.view().getByRole('button', { name: 'Take snapshot', exact: true }).click();
  await page.modal().getByLabel('Name', { exact: true }).fill('before-upgrade');
  await page.modal().getByRole('button', { name: 'Take snapshot', exact: true }).click();
  await page.modal().getByText('before-upgrade').waitFor();
  await page.modal().getByRole('button', { name: 'Close' }).click();

  const view = page.view();
  await view.getByRole('button', { name: 'Actions for before-upgrade' }).click();
  await view.getByRole('button', { name: 'Delete', exact: true }).click();
  await view.getByLabel('To confirm, type before-upgrade').fill('before-upgrad');
  const last = view.locator('.modal-footer .btn-danger');
  assert.equal(await last.isDisabled(), true);
  await view.getByLabel('To confirm, type before-upgrade').fill('before-upgrade');
  await last.click();
  await view.getByRole('row', { name: /before-upgrade/ }).waitFor({ state: 'detached' });
  assert.deepEqual(page.errors, []);
  await page.context().close();
});

test('a snapshot task shows its next times, and bad input beside its fields', async () => {
  const page = await openShell({ theme: 'dark', width: 900 });
  await page.tree(world.newDatastore);
  await page.show('Configure', 'Snapshots');
  const view = page.view();
  await view.getByRole('button', { name: 'Add snapshot task' }).click();
  await view.getByText('(Europe/Berlin)').nth(4).waitFor();
  await view.getByLabel('Name', { exact: true }).fill('');
  await view.getByLabel('Lifetime', { exact: true }).fill('soon');
  await view.getByRole('button', { name: 'Save', exact: true }).click();
  await view.getByText('Give it a name').waitFor();
  await view.getByText('A lifetime is a whole number').waitFor();
  await shot(page, 'snapshot-task-wrong-dark-900');
  assert.deepEqual(await violations(await frameOf(page)), []);

  // The server knows rules that the page does not: its words stand beside the field too.
  await view.getByLabel('Name', { exact: true }).fill('each minute of a day that never comes');
  await view.getByLabel('Lifetime', { exact: true }).fill('');
  await view.getByLabel('Schedule').selectOption('CRON');
  await view.getByLabel('Cron', { exact: true }).fill('99 * * * *');
  await view.getByRole('button', { name: 'Save', exact: true }).click();
  await view.locator('clr-control-error').first().waitFor();
  await page.context().close();
});
