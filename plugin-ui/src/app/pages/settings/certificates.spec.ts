import { FakeApi } from '../../shared/fake-api';
import { PageDriver } from '../../shared/page-driver';
import { Certificates } from './certificates';

const DAY = 86_400_000;
const served = (daysLeft: number) => ({
  subject: 'CN=guard.example.org',
  names: ['guard.example.org', '192.0.2.1'],
  issuer: 'CN=guard.example.org',
  validFrom: '2026-01-01T00:00:00Z',
  validUntil: new Date(Date.now() + daysLeft * DAY).toISOString(),
  fingerprint: 'AB:CD',
  selfSigned: true,
});

describe('the certificate of the server', () => {
  afterEach(() => vi.unstubAllGlobals());

  it.each([
    [400, '400 days left', ''],
    [29.5, '30 days left', 'Replace it soon'],
    [0.5, '1 day left', 'Replace it soon'],
    [-1, '', 'Expired.'],
  ])('with %s days left says %s %s', async (days, left, warning) => {
    new FakeApi({ 'GET /server/certificate': served(days), 'GET /vcenters': { items: [] } });
    const page = await PageDriver.open(Certificates);
    expect(page.text).toContain('guard.example.org, 192.0.2.1');
    expect(page.text).toContain('itself (self-signed)');
    expect(page.text).toContain('AB:CD');
    expect(page.text).toContain(left);
    expect(document.querySelector('.alert-text')?.textContent?.trim() ?? '').toContain(warning);
    expect(document.querySelector('.alert-text') === null).toBe(warning === '');
    expect(page.root.querySelector('a')?.href).toMatch(/guides\/certificate\.html$/);
  });
});
