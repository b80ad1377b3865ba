// What the tests in a browser share. They run against a server, a NAS, a vCenter simulator and the stand-in for the
// vSphere Client, whose addresses stand in the environment: PagesLabTest starts all of it.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const require = createRequire(import.meta.url);
const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const SHOTS = join(import.meta.dirname, '../target/screenshots');

const needed = (name) => {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: these tests are started by PagesLabTest`);
  return value;
};
/** Where everything is. */
export const world = {
  shell: needed('GUARD_SHELL'),
  server: needed('GUARD_SERVER'),
  token: needed('GUARD_TOKEN'),
  control: needed('GUARD_CONTROL'),
  user: needed('GUARD_USER'),
  password: needed('GUARD_PASSWORD'),
  vcenter: needed('GUARD_VCENTER'),
  datastore: needed('GUARD_DATASTORE'),
  datastoreId: needed('GUARD_DATASTORE_ID'),
  /** Takes about ten seconds the first time. */
  replicationTask: needed('GUARD_REPLICATION_TASK'),
  /** Takes longer than any test. */
  slowTask: needed('GUARD_SLOW_TASK'),
  /** A datastore that nothing protects yet, and a dataset on nas2 that may become its copy. */
  newDatastore: needed('GUARD_NEW_DATASTORE'),
  newTarget: needed('GUARD_NEW_TARGET'),
  /** A datastore to go back with, and the name that a clone of it may have. */
  restoreDatastore: needed('GUARD_RESTORE_DATASTORE'),
  clone: needed('GUARD_CLONE'),
  /** How these tests reach nas1 themselves. */
  nasHost: needed('GUARD_NAS_HOST'),
  nasPort: needed('GUARD_NAS_PORT'),
  nasKey: needed('GUARD_NAS_KEY'),
  /** How nas1 reaches nas2. */
  peerHost: needed('GUARD_PEER_HOST'),
  peerPort: needed('GUARD_PEER_PORT'),
};

let chrome;
/** One browser for all tests of a file; closed by closeBrowser(). */
async function browser() {
  chrome ??= await chromium.launch({
    executablePath: process.env.GUARD_CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  return chrome;
}

export async function closeBrowser() {
  await chrome?.close();
}

async function newPage(options) {
  const context = await (
    await browser()
  ).newContext({
    ignoreHTTPSErrors: true,
    acceptDownloads: true,
    timezoneId: 'Europe/Berlin',
    viewport: { width: options.width ?? 1280, height: 900 },
    colorScheme: options.theme ?? 'light',
    locale: options.locale ?? 'en-US',
  });
  context.setDefaultTimeout(20_000);
  const page = await context.newPage();
  page.errors = [];
  page.on('console', (message) => message.type() === 'error' && page.errors.push(message.text()));
  page.on('pageerror', (error) => page.errors.push(error.message));
  return page;
}

/** The stand-in for the vSphere Client. frame() is the plugin's view in it, modal() that of an open modal. */
export async function openShell(options = {}) {
  const page = await newPage(options);
  await page.goto(`${world.shell}?theme=${options.theme ?? 'light'}&locale=${options.locale ?? 'en-US'}`);
  page.view = () => page.frameLocator('#object iframe');
  page.modal = () => page.frameLocator('#modal iframe');
  page.tree = (name) => page.locator('#tree').getByRole('button', { name, exact: true }).click();
  /** An action of the object's menu. */
  page.action = async (name) => {
    await page.locator('.actions > button').click();
    await page.locator('.actions menu button', { hasText: name }).click();
  };
  /** show('Monitor') or show('Configure', 'Replication') of the datastore, as a person clicks there. */
  page.show = async (tab, view) => {
    await page.locator('.tabs').getByRole('button', { name: tab, exact: true }).click();
    if (view) await page.locator('.side').getByRole('button', { name: view, exact: true }).click();
  };
  return page;
}

/** The pages in a tab of their own, signed in unless told otherwise. */
export async function openTab(options = {}) {
  const page = await newPage(options);
  await page.goto(`${world.server}/plugin/`);
  if (options.signIn !== false) await signIn(page, options.password, options.user);
  page.open = (route) => page.goto(`${world.server}/plugin/#${route}`);
  return page;
}

/** Nothing in a page or frame is loading any more. */
export async function loaded(frame) {
  await frame.waitForFunction(
    () => document.querySelector('dg-page') && !document.querySelector('clr-spinner, .datagrid-spinner, .spinner'),
  );
}

export async function signIn(page, password = world.password, user = world.user) {
  await page.locator('input[name=vcenter]').fill(world.vcenter);
  await page.locator('input[name=username]').fill(user);
  await page.locator('input[name=password]').fill(password);
  await page.keyboard.press('Enter');
}

/**
 * What axe has to say against the page or the frame; nothing is expected. Of a modal only its content is looked at: its
 * heading is drawn by whoever frames it.
 */
export async function violations(frame, part) {
  await frame.evaluate(AXE);
  const { violations: found } = await frame.evaluate(
    (part) => globalThis.axe.run(part ?? document, { resultTypes: ['violations'] }),
    part,
  );
  return found.map((one) => `${one.id}: ${one.help}: ${one.nodes.map((node) => node.html).join(' | ')}`.slice(0, 600));
}

/** The frame behind a locator of an iframe, for axe. */
export async function frameOf(page, selector = '#object iframe') {
  return (await page.locator(selector).elementHandle()).contentFrame();
}

export async function shot(page, name) {
  mkdirSync(SHOTS, { recursive: true });
  await page.screenshot({ path: join(SHOTS, `${name}.png`) });
}

/** The server's API, as an administrator. */
export async function api(method, path, body) {
  const answer = await fetch(`${world.server}/api/v1${path}`, {
    method,
    headers: { Authorization: `Bearer ${world.token}`, 'Content-Type': 'application/json', 'If-Match': '*' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
  return text ? JSON.parse(text) : undefined;
}

/** What a command on nas1 says, without the product in between. */
export function nas(command) {
  const options = ['BatchMode=yes', 'StrictHostKeyChecking=no', 'UserKnownHostsFile=/dev/null', 'LogLevel=ERROR'];
  const where = ['-F', 'none', '-i', world.nasKey, '-p', world.nasPort, ...options.map((option) => `-o${option}`)];
  return execFileSync('ssh', [...where, `root@${world.nasHost}`, command], { encoding: 'utf8' }).trim();
}

/** The simulator's faults. */
export async function control(method, path, body = {}) {
  const answer = await fetch(`${world.control}${path}`, {
    method,
    headers: { 'X-Lab': '1' },
    ...(method === 'GET' ? {} : { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status}`);
  return answer.json();
}
