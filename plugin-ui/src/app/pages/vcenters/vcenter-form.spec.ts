import { Vcenter } from '../../api/model';
import { FakeApi } from '../../shared/fake-api';
import { PageDriver } from '../../shared/page-driver';
import { offeredFingerprint, VcenterForm } from './vcenter-form';
import { VcentersPage } from './vcenters-page';

const FINGERPRINT = Array.from({ length: 32 }, (_, i) => (i + 16).toString(16).toUpperCase()).join(':');
const refusal = {
  code: 'VCENTER_FINGERPRINT_MISMATCH',
  status: 422,
  errors: [{ field: 'fingerprint', message: `is required … it shows ${FINGERPRINT}, not ${'00:'.repeat(31)}00` }],
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
  beforeEach(() => (api = new FakeApi({ 'POST /vcenters': refusal })));
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
    expect(page.text).toContain(FINGERPRINT);
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
    api.set('POST /vcenters', { code: 'VCENTER_UNREACHABLE', status: 502, title: 'The vCenter cannot be reached' });
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

  it('knows the offered certificate from the one that nobody has', () => {
    expect(offeredFingerprint(refusal.errors[0]?.message ?? '')).toBe(FINGERPRINT);
    expect(offeredFingerprint('no answer')).toBeUndefined();
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
});
