import { NasSystem } from '../../api/model';
import { FakeApi } from '../../shared/fake-api';
import { secondsOf } from '../../shared/clock';
import { PageDriver } from '../../shared/page-driver';
import { broken, draftOf, NasDraft } from './nas-draft';
import { NasForm } from './nas-form';

const added = { id: 'n2', name: 'nas2', host: 'nas2', port: 22, user: 'root', version: 0, publicKey: 'ssh-ed25519 A' };
const key = { type: 'ssh-ed25519', fingerprint: 'SHA256:abc', key: 'ssh-ed25519 HOST' };

describe('the form of a NAS system', () => {
  let api: FakeApi;

  beforeEach(() => {
    api = new FakeApi({ 'POST /host-key-scans': { keys: [key] }, 'POST /nas-systems': added });
  });
  afterEach(() => vi.unstubAllGlobals());

  it('trusts no machine whose key nobody compared', async () => {
    const page = await PageDriver.open(NasForm);
    await page.type('Name', 'nas2');
    await page.type('Host', 'nas2');
    await page.press('Add NAS system');
    expect(page.text).toContain('Ask for the host key, compare it, and confirm it.');

    await page.press('Ask for the host key');
    await page.press('Add NAS system');
    expect(api.changes().map((call) => call.path)).toEqual(['/host-key-scans']);
  });

  it('adds the machine with the key that was compared, then shows the key to install there', async () => {
    const page = await PageDriver.open(NasForm);
    await page.type('Name', 'nas2');
    await page.type('Host', 'nas2');
    await page.press('Ask for the host key');
    expect(page.text).toContain('SHA256:abc');
    await page.tick('The fingerprint is the one on the machine’s console');
    await page.press('Add NAS system');

    expect(api.changes()[1]?.body).toMatchObject({ name: 'nas2', port: 22, hostKey: 'ssh-ed25519 HOST' });
    expect(page.text).toContain('ssh-ed25519 A');
  });

  it('forgets a comparison when the machine becomes another one', async () => {
    const page = await PageDriver.open(NasForm);
    await page.type('Name', 'nas2');
    await page.type('Host', 'nas2');
    await page.press('Ask for the host key');
    await page.tick('The fingerprint is the one on the machine’s console');
    await page.type('Host', 'nas3');
    await page.press('Add NAS system');
    expect(api.changes().map((call) => call.path)).toEqual(['/host-key-scans']);
  });

  it('says which rights a machine lacks', async () => {
    api.set('POST /nas-systems/n2/probe', {
      zfsVersion: '2.3.9',
      tools: ['lz4'],
      missingRights: ['destroy'],
      pools: [{ name: 'tank', health: 'ONLINE', free: 1024, size: 2048 }],
      clockDifference: 'PT-1M-30S',
    });
    const page = await PageDriver.open(NasForm);
    await page.type('Name', 'nas2');
    await page.type('Host', 'nas2');
    await page.press('Ask for the host key');
    await page.tick('The fingerprint is the one on the machine’s console');
    await page.press('Add NAS system');
    await page.press('Test');

    for (const text of ['Missing rights: destroy', 'pigz, plzip', '1 KiB of 2 KiB', '1 min 30 sec behind']) {
      expect(page.text).toContain(text);
    }
  });

  it('changes a machine from the version that was read, with its stored key', async () => {
    api.set('PATCH /nas-systems/n2', added);
    const nas = { ...added, version: 7, hostKey: 'ssh-ed25519 HOST' } as unknown as NasSystem;
    const page = await PageDriver.open(NasForm, { nas });
    await page.type('Name', 'second');
    await page.press('Save');
    expect(api.changes()[0]).toMatchObject({ ifMatch: '"7"', body: { name: 'second' } });
    expect(api.changes()[0]?.body).not.toHaveProperty('hostKey');
  });
});

describe('a draft of a NAS system', () => {
  const good: NasDraft = { ...draftOf(undefined), name: 'x', host: 'y', hostKey: 'k' };

  it.each<[Partial<NasDraft>, object]>([
    [{}, {}],
    [{ name: '' }, { name: 'errName' }],
    [{ host: 'a b' }, { host: 'errHost' }],
    [{ port: '70000' }, { port: 'errPort' }],
    [{ port: 'ssh' }, { port: 'errPort' }],
    [{ user: ' ' }, { user: 'errUser' }],
    [{ hostKey: undefined }, { hostKey: 'errKey' }],
  ])('with %j breaks %j', (change, rules) => expect(broken({ ...good, ...change }, false)).toEqual(rules));
});

describe('a duration of the server', () => {
  it.each([
    ['PT-3S', -3],
    ['PT1H2M3.5S', 3723.5],
    ['', undefined],
  ])('%s is %s s', (text, seconds) => expect(secondsOf(text)).toBe(seconds));
});
