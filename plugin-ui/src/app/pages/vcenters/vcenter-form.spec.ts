import { Vcenter } from '../../api/model';
import { FakeApi } from '../../shared/fake-api';
import { PageDriver } from '../../shared/page-driver';
import { VcenterForm } from './vcenter-form';
import { VcentersPage } from './vcenters-page';

const FINGERPRINT = Array.from({ length: 32 }, (_, i) => (i + 16).toString(16).toUpperCase()).join(':');
const shown = {
  url: 'https://vc.example.com/sdk',
  fingerprint: FINGERPRINT,
  subject: 'CN=vc.example.com',
  issuer: 'CN=vc.example.com',
  validFrom: '2020-01-01T00:00:00Z',
  validUntil: '2021-01-01T00:00:00Z',
};
const stored = {
  id: 'v1',
  name: 'lab',
  url: 'https://vc.example.com/sdk',
  username: 'svc',
  fingerprint: FINGERPRINT,
  version: 2,
} as Vcenter;

describe('the form of a vCenter', () => {
  let api: FakeApi;
  beforeEach(() => (api = new FakeApi({ 'POST /certificate-scans': shown })));
  afterEach(() => vi.unstubAllGlobals());

  async function fill() {
    const page = await PageDriver.open(VcenterForm);
    await page.type('Address', 'https://vc.example.com');
    await page.type('User', 'svc');
    await page.type('Password', 'secret');
    return page;
  }

  it('sends the password only once the certificate was compared', async () => {
    const page = await fill();
    await page.press('Ask for the certificate');
    for (const text of [FINGERPRINT, 'CN=vc.example.com', 'itself (self-signed)', 'has expired']) {
      expect(page.text).toContain(text);
    }
    expect(api.calls).toMatchObject([{ path: '/certificate-scans', body: { url: 'https://vc.example.com' } }]);
    await page.press('Add vCenter');
    expect(page.text).toContain('Ask for the certificate, compare it, and confirm it.');
    expect(JSON.stringify(api.calls)).not.toContain('secret');

    api.set('POST /vcenters', stored);
    await page.tick('The fingerprint is that of the vCenter’s certificate');
    await page.press('Add vCenter');
    expect(api.calls.at(-1)?.body).toMatchObject({ fingerprint: FINGERPRINT, password: 'secret', username: 'svc' });
  });

  it('marks what is missing', async () => {
    const page = await PageDriver.open(VcenterForm);
    await page.type('Address', 'vc.example.com');
    await page.press('Add vCenter');
    expect(page.errors()).toEqual([
      expect.stringContaining('Give an address'),
      expect.stringContaining('Give the user'),
      expect.stringContaining('Give the password'),
    ]);
    expect(api.calls).toEqual([]);
  });

  it('says why a vCenter could not be asked', async () => {
    api.set('POST /certificate-scans', {
      code: 'VCENTER_UNREACHABLE',
      status: 502,
      title: 'The vCenter cannot be reached',
    });
    const page = await fill();
    await page.press('Ask for the certificate');
    expect(page.text).toContain('The vCenter cannot be reached');
  });

  it('keeps the stored password and certificate where the address stays', async () => {
    api.set('PATCH /vcenters/v1', stored);
    const page = await PageDriver.open(VcenterForm, { vcenter: stored });
    await page.type('Name', 'main');
    await page.press('Save');
    expect(api.calls[0]).toMatchObject({ ifMatch: '"2"', body: { name: 'main', fingerprint: FINGERPRINT } });
    expect(api.calls[0]?.body).not.toHaveProperty('password');
  });

  it('asks anew for another address', async () => {
    const page = await fill();
    await page.press('Ask for the certificate');
    await page.type('Address', 'https://other.example.com');
    expect(page.text).not.toContain(FINGERPRINT);
  });
});

describe('the page of vCenters', () => {
  afterEach(() => vi.unstubAllGlobals());

  it('shows and mends how the plug-in is registered', async () => {
    const api = new FakeApi({
      'GET /vcenters': { items: [stored] },
      'GET /vcenters/v1/registration': { state: 'DRIFTED', drift: ['the certificate differs'], version: '0.1.0.0' },
      'PUT /vcenters/v1/registration': { state: 'REGISTERED' },
    });
    const page = await PageDriver.open(VcentersPage);
    expect(page.text).toContain('Out of date');
    page.root.querySelector<HTMLElement>('.datagrid-action-toggle')?.click();
    await page.settled();
    await page.press('Registration');
    expect(page.text).toContain('the certificate differs');
    await page.tick('Use another account for this, once');
    await page.type('User', 'admin');
    await page.type('Password', 'once');
    await page.press('Bring up to date');
    expect(api.changes()[0]).toMatchObject({ method: 'PUT', body: { username: 'admin', password: 'once' } });
  });

  it.each([
    ['VIEW', 0],
    ['CONFIGURE', 1],
  ])('with the role %s offers what may be changed there', async (role, offered) => {
    new FakeApi({
      'GET /sessions/current': { kind: 'SIGNED_IN', role },
      'GET /vcenters': { items: [stored] },
      'GET /vcenters/v1/registration': { state: 'REGISTERED' },
    });
    const page = await PageDriver.open(VcentersPage);
    page.root.querySelector<HTMLElement>('.datagrid-action-toggle')?.click();
    await page.settled();
    const buttons = [...document.querySelectorAll('button')].map((button) => button.textContent?.trim());
    expect(buttons).toContain('Registration');
    for (const name of ['Add vCenter', 'Edit', 'Remove']) {
      expect(buttons.filter((text) => text === name)).toHaveLength(offered);
    }
    expect(page.text.includes('you need Configure')).toBe(offered === 0);
  });
});
