import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { api, closeBrowser, frameOf, nas, openShell, shot, violations, world } from './support.mjs';

after(closeBrowser);

const { items } = await api('GET', '/datastores?limit=100');
const datastore = items.find((one) => one.name === world.restoreDatastore);
const dataset = datastore.mapping.dataset;
const digest = (folder) => nas(`sha256sum < /${folder}/disk`);

/** The modal in both widths, clean for axe and without anything cut off. */
async function clean(page, name) {
  const frame = await frameOf(page, '#modal iframe');
  await frame.waitForFunction(() => !document.querySelector('clr-spinner, .datagrid-spinner, .spinner'));
  for (const width of [1280, 900]) {
    await page.setViewportSize({ width, height: 900 });
    await shot(page, `${name}-${width}`);
    const [content, visible] = await frame.evaluate(() => {
      const { scrollWidth, clientWidth } = document.documentElement;
      return [scrollWidth, clientWidth];
    });
    assert.ok(content <= visible, `${content} pixels of content in ${visible}`);
  }
  assert.deepEqual(await violations(frame, 'dg-root'), []);
}

test('the action Restore clones a snapshot, and the clone holds what the snapshot holds', async () => {
  const page = await openShell();
  await page.tree(world.restoreDatastore);
  const before = digest(dataset);
  await page.action('Restore');
  const modal = page.modal();
  await modal.getByText('one', { exact: true }).waitFor();
  assert.equal(await modal.getByRole('button', { name: 'Clone…' }).isDisabled(), true);
  await clean(page, 'restore-choose');
  await modal.locator('clr-dg-row input[type=radio]').first().focus();
  await page.keyboard.press('Space');
  await modal.getByRole('button', { name: 'Clone…' }).click();

  const name = modal.getByLabel('Name of the clone');
  assert.equal(await name.inputValue(), `${dataset}-clone-one`);
  await name.fill(`${dataset}@x`);
  await modal.getByText('Give a dataset’s full name').waitFor();
  await name.fill(world.clone);
  await clean(page, 'clone-form');
  await modal.getByRole('button', { name: 'Clone', exact: true }).click();
  await modal.getByText(`${world.clone} is there.`).waitFor({ timeout: 60_000 });
  await clean(page, 'clone-done');
  await modal.getByRole('button', { name: 'Close', exact: true }).click();

  assert.equal(nas(`zfs get -H -o value origin ${world.clone}`), `${dataset}@one`);
  assert.equal(digest(nas(`zfs get -H -o value mountpoint ${world.clone}`).slice(1)), before);
  // As the page says; a snapshot that is cloned could not be passed by a roll back to an older one.
  nas(`zfs destroy '${world.clone}'`);
  assert.deepEqual(page.errors, []);
  await page.context().close();
});

test('a datastore is rolled back to what it was, once all that is lost has been seen', async () => {
  const page = await openShell({ theme: 'dark' });
  const before = digest(dataset);
  nas(`head -c 1M /dev/urandom > /${dataset}/disk && zfs snapshot ${dataset}@two && head -c 1M /dev/urandom >> /${dataset}/disk`);
  assert.notEqual(digest(dataset), before);

  await page.tree(world.restoreDatastore);
  await page.show('Configure', 'Snapshots');
  const view = page.view();
  await view.getByRole('button', { name: 'Actions for one' }).click();
  await view.getByRole('button', { name: 'Roll back…' }).click();
  const modal = page.modal();
  await modal.getByText('1 newer snapshot:').waitFor();
  await modal.getByRole('row', { name: /^two / }).waitFor();
  const go = modal.getByRole('button', { name: 'Roll back', exact: true });
  const confirm = modal.getByLabel('To confirm, type one');
  const typeAndEnter = async () => {
    await confirm.fill('one');
    // A browser sends no form whose button is still disabled.
    await modal.locator('dg-roll-back .btn-danger:enabled').waitFor();
    await page.keyboard.press('Enter');
  };
  await confirm.fill('two');
  assert.equal(await go.isDisabled(), true);
  await clean(page, 'roll-back');

  // Somebody takes another one meanwhile.
  nas(`zfs snapshot ${dataset}@three`);
  await typeAndEnter();
  await modal.getByText('Something newer was taken since you looked').waitFor();
  await shot(page, 'roll-back-conflict');
  assert.notEqual(digest(dataset), before);
  await modal.getByRole('button', { name: 'Reload' }).click();
  await modal.getByText('2 newer snapshots:').waitFor();
  await typeAndEnter();
  await modal.getByText('The datastore is as it was at').waitFor({ timeout: 60_000 });
  await clean(page, 'rolled-back');
  await modal.getByRole('button', { name: 'Close', exact: true }).click();

  assert.equal(digest(dataset), before);
  assert.equal(nas(`zfs list -H -o name -t snapshot ${dataset}`), `${dataset}@one`);
  await view.getByRole('row', { name: /two/ }).waitFor({ state: 'detached' });
  await page.show('Monitor');
  await page.view().getByText('Restore ·').first().waitFor();
  // The browser itself reports the refused attempt.
  assert.deepEqual(
    page.errors.filter((error) => !error.includes('412 (Precondition Failed)')),
    [],
  );
  await page.context().close();
});
