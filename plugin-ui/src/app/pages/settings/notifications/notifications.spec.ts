import { NotificationChannel } from '../../../api/model';
import { FakeApi } from '../../../shared/fake-api';
import { PageDriver } from '../../../shared/page-driver';
import { brokenChannel, ChannelDraft, NEW_CHANNEL } from './channel-draft';
import { Notifications } from './notifications';

const mail = {
  id: 'c1',
  name: 'storage team',
  kind: 'MAIL',
  notifyOn: 'FAILURES',
  enabled: true,
  version: 3,
  mail: {
    host: 'mail.example.com',
    port: 587,
    security: 'STARTTLS',
    username: 'guard',
    from: 'guard@example.com',
    to: ['ann@example.com', 'bob@example.com'],
  },
  passwordSet: true,
  lastSent: '2026-11-21T10:00:00Z',
} as NotificationChannel;
const webhook = {
  id: 'c2',
  name: 'chat',
  kind: 'WEBHOOK',
  notifyOn: 'EVERYTHING',
  enabled: true,
  version: 1,
  webhook: { url: 'https://chat.example.com/hooks/1' },
  secretSet: true,
  lastProblem: {
    at: '2026-11-21T10:00:00Z',
    code: 'NOTIFICATION_FAILED',
    message: 'The web server chat.example.com answered 404. Check the address',
  },
} as NotificationChannel;
const refused = {
  code: 'NOTIFICATION_FAILED',
  status: 502,
  title: 'It could not be delivered',
  detail: 'mail.example.com does not take the password. Check user and password',
};

describe('notifications', () => {
  let api: FakeApi;
  beforeEach(() => {
    api = new FakeApi({
      'GET /notification-channels': { items: [mail, webhook] },
      'POST /notification-channels': mail,
      'POST /notification-channels/test': {},
      'POST /notification-channels/c1/test': {},
      'PUT /notification-channels/c1': mail,
      'PUT /notification-channels/c2': webhook,
      'DELETE /notification-channels/c1': {},
    });
  });
  afterEach(() => vi.unstubAllGlobals());

  const act = async (page: PageDriver<unknown>, row: number, action: string) => {
    page.root.querySelectorAll<HTMLElement>('.datagrid-action-toggle')[row]?.click();
    await page.settled();
    await page.press(action);
  };
  const submit = async (page: PageDriver<unknown>) => {
    document.querySelector<HTMLFormElement>('#dg-channel')?.requestSubmit();
    await page.settled();
  };
  const fillMail = async (page: PageDriver<unknown>) => {
    await page.press('Add channel');
    await page.type('Name', 'storage team');
    await page.type('Mail server', 'mail.example.com');
    await page.type('Sender', 'guard@example.com');
    await page.type('Recipients', 'ann@example.com\n bob@example.com \n');
  };

  it('show where each channel leads, and whether that works', async () => {
    const page = await PageDriver.open(Notifications);
    for (const text of [
      'Mail to ann@example.com and 1 more',
      'Webhook of chat.example.com',
      '2026-11-21T10:00:00.000Z',
      'Not delivered',
      'answered 404. Check the address',
      'Everything, successes too',
    ]) {
      expect(page.text).toContain(text);
    }
    expect([...document.querySelectorAll('a')].map((link) => link.pathname)).toEqual([
      '/runbook/NOTIFICATION_FAILED.html',
    ]);
    expect(await page.violations()).toEqual([]);
  });

  it('say what they are for where there is none', async () => {
    api.set('GET /notification-channels', { items: [] });
    const page = await PageDriver.open(Notifications);
    expect(page.text).toContain('Nobody is told yet');
  });

  it('are added by mail, without what was left empty', async () => {
    const page = await PageDriver.open(Notifications);
    await fillMail(page);
    expect(await page.violations()).toEqual([]);
    await submit(page);
    expect(api.changes()).toMatchObject([{ method: 'POST', path: '/notification-channels' }]);
    expect(api.changes()[0]?.body).toEqual({
      name: 'storage team',
      kind: 'MAIL',
      notifyOn: 'FAILURES_AND_WARNINGS',
      enabled: true,
      mail: {
        host: 'mail.example.com',
        port: 587,
        security: 'STARTTLS',
        from: 'guard@example.com',
        to: ['ann@example.com', 'bob@example.com'],
      },
    });
    expect(document.querySelector('#dg-channel')).toBeNull();
  });

  it('are added by webhook, signed if somebody wants', async () => {
    const page = await PageDriver.open(Notifications);
    await page.press('Add channel');
    await page.type('Name', 'chat');
    await page.type('How', 'WEBHOOK');
    await page.type('Address', 'https://chat.example.com/hooks/1');
    await page.type('Secret', 'shared between two');
    await submit(page);
    expect(api.changes()[0]?.body).toMatchObject({
      kind: 'WEBHOOK',
      webhook: { url: 'https://chat.example.com/hooks/1', secret: 'shared between two' },
    });
    expect(api.changes()[0]?.body).not.toHaveProperty('mail');
  });

  it('propose the usual port for each encryption, and leave one that somebody chose', async () => {
    const page = await PageDriver.open(Notifications);
    await page.press('Add channel');
    await page.type('Encryption', 'TLS');
    expect(page.field('Port').value).toBe('465');
    expect(page.text).toContain('Usually 465');
    await page.type('Encryption', 'NONE');
    expect(page.field('Port').value).toBe('25');
    expect(page.text).toContain('readable for everybody in between');
    await page.type('Port', '2525');
    await page.type('Encryption', 'STARTTLS');
    expect(page.field('Port').value).toBe('2525');
    expect(page.text).toContain('Usually 587');
  });

  it('are tried before they are saved', async () => {
    const page = await PageDriver.open(Notifications);
    await fillMail(page);
    await page.press('Send a test');
    expect(api.changes()).toMatchObject([{ path: '/notification-channels/test', body: { name: 'storage team' } }]);
    expect(page.text).toContain('A test was sent (Mail to ann@example.com and 1 more).');
    // What was tried is not what stands there any more.
    await page.type('Recipients', 'eve@example.com');
    expect(page.text).not.toContain('A test was sent');
  });

  it('say why a test failed, and mark the field that the server named', async () => {
    api.set('POST /notification-channels/test', refused);
    const page = await PageDriver.open(Notifications);
    await fillMail(page);
    await page.press('Send a test');
    expect(page.text).toContain('Check user and password');
    api.set('POST /notification-channels/test', {
      code: 'INVALID_FIELD',
      status: 422,
      errors: [{ field: 'mail.to[1]', message: 'must be one plain mail address' }],
    });
    await page.press('Send a test');
    expect(page.errors()).toEqual(['must be one plain mail address']);
  });

  it('mark what is missing, for a test too', async () => {
    const page = await PageDriver.open(Notifications);
    await page.press('Add channel');
    await page.press('Send a test');
    expect(page.errors()).toHaveLength(4);
    await submit(page);
    expect(page.text).toContain('Some fields need another look');
    expect(api.changes()).toEqual([]);
  });

  it('keep the password as long as server and user stay the same', async () => {
    const page = await PageDriver.open(Notifications);
    await act(page, 0, 'Edit');
    expect(page.text).toContain('Empty: the stored password stays');
    await page.type('Name', 'storage');
    await submit(page);
    expect(api.changes()[0]).toMatchObject({ method: 'PUT', ifMatch: '"3"', body: { name: 'storage' } });
    expect(JSON.stringify(api.changes()[0]?.body)).not.toContain('password');
  });

  it('want the password again for another server', async () => {
    const page = await PageDriver.open(Notifications);
    await act(page, 0, 'Edit');
    await page.type('Mail server', 'mail.elsewhere.example');
    expect(page.text).toContain('To be given again');
    await submit(page);
    expect(page.errors()).toEqual(['Give the password of this user.']);
    expect(api.changes()).toEqual([]);
    await page.type('Password', 'again');
    await submit(page);
    expect(api.changes()[0]?.body).toMatchObject({ mail: { host: 'mail.elsewhere.example', password: 'again' } });
  });

  it('try a change of what is stored with its password, which only the server knows', async () => {
    const page = await PageDriver.open(Notifications);
    await act(page, 0, 'Edit');
    await page.type('Recipients', 'eve@example.com');
    await page.press('Send a test');
    expect(api.changes()).toMatchObject([
      { path: '/notification-channels/test', body: { id: 'c1', mail: { to: ['eve@example.com'] } } },
    ]);
    expect(JSON.stringify(api.changes())).not.toContain('password');
    expect(page.text).toContain('A test was sent (Mail to eve@example.com)');
  });

  it('want the secret again for another host, but not for another path', async () => {
    const page = await PageDriver.open(Notifications);
    await act(page, 1, 'Edit');
    await page.type('Address', 'https://chat.example.com/hooks/2');
    expect(page.text).toContain('Empty: the stored secret stays');
    await page.type('Address', 'https://elsewhere.example.com/hooks/2');
    await submit(page);
    expect(page.errors()).toEqual(['Give the secret for this address.']);
    await page.type('Secret', 'too short');
    expect(page.errors()).toEqual(['A secret has at least 16 characters.']);
    expect(api.changes()).toEqual([]);
  });

  it('explain that somebody else changed one, and start again from that', async () => {
    api.set('PUT /notification-channels/c1', { code: 'VERSION_CONFLICT', status: 412 });
    api.set('GET /notification-channels/c1', { ...mail, name: 'renamed', version: 4 });
    const page = await PageDriver.open(Notifications);
    await act(page, 0, 'Edit');
    await page.type('Name', 'mine');
    await submit(page);
    expect(page.text).toContain('Somebody changed this meanwhile');
    await page.press('Reload');
    expect(page.field('Name').value).toBe('renamed');
    api.set('PUT /notification-channels/c1', mail);
    await submit(page);
    expect(api.changes().at(-1)).toMatchObject({ ifMatch: '"4"', body: { name: 'renamed' } });
  });

  it('are tried, switched off and deleted from the list', async () => {
    const page = await PageDriver.open(Notifications);
    await act(page, 0, 'Send a test');
    expect(page.text).toContain('A test was sent (Mail to ann@example.com and 1 more).');
    await act(page, 1, 'Disable');
    expect(api.changes().at(-1)).toMatchObject({
      path: '/notification-channels/c2',
      ifMatch: '"1"',
      body: { enabled: false, webhook: { url: 'https://chat.example.com/hooks/1' } },
    });
    await act(page, 0, 'Delete');
    expect(page.text).toContain('Its password or secret goes too.');
    await page.type('To confirm, type storage team', 'storage team');
    document.querySelector<HTMLButtonElement>('.btn-danger')?.click();
    await page.settled();
    expect(api.changes().at(-1)).toMatchObject({ method: 'DELETE', ifMatch: '"3"' });
  });

  it('say in the list why a test failed', async () => {
    api.set('POST /notification-channels/c1/test', refused);
    const page = await PageDriver.open(Notifications);
    await act(page, 0, 'Send a test');
    expect(page.text).toContain('Check user and password');
    expect(page.text).not.toContain('A test was sent');
  });
});

describe('the form of a channel', () => {
  const good: ChannelDraft = {
    ...NEW_CHANNEL,
    name: 'x',
    host: 'mail',
    from: 'guard@example.com',
    to: 'ann@example.com',
    url: 'https://x.example',
  };
  const many = (n: number) => Array.from({ length: n }, (_, i) => `p${i}@example.com`).join('\n');

  it.each<[Partial<ChannelDraft>, object]>([
    [{}, {}],
    [{ name: ' ' }, { name: 'errName' }],
    [{ name: 'x'.repeat(81) }, { name: 'errName' }],
    [{ host: 'https://mail' }, { host: 'errHost' }],
    [{ host: '2001:db8::25' }, {}],
    [{ port: '0' }, { port: 'errPort' }],
    [{ port: '65536' }, { port: 'errPort' }],
    [{ port: '5e2' }, { port: 'errPort' }],
    [{ username: 'guard' }, { password: 'errPassword' }],
    [{ password: 'secret' }, { username: 'errUser' }],
    [{ username: 'guard', password: 'secret' }, {}],
    [{ username: 'guard', password: 'secret', security: 'NONE' }, { security: 'errSecurity' }],
    [{ security: 'NONE' }, {}],
    [{ from: 'Guard <guard@example.com>' }, { from: 'errFrom' }],
    [{ from: 'a@b\nBcc: c@d' }, { from: 'errFrom' }],
    [{ to: '' }, { to: 'errTo' }],
    [{ to: 'a@b, c@d' }, { to: 'errTo' }],
    [{ to: many(20) }, {}],
    [{ to: many(21) }, { to: 'errTo' }],
    [{ kind: 'WEBHOOK', host: '' }, {}],
    [{ kind: 'WEBHOOK', url: 'http://x.example' }, { url: 'errUrl' }],
    [{ kind: 'WEBHOOK', url: 'http://localhost:8080/x' }, {}],
    [{ kind: 'WEBHOOK', url: 'http://localhost.evil.example/' }, { url: 'errUrl' }],
    [{ kind: 'WEBHOOK', url: 'chat' }, { url: 'errUrl' }],
  ])('with %j breaks %j', (change, rules) => expect(brokenChannel({ ...good, ...change })).toEqual(rules));
});
