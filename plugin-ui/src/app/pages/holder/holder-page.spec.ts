import { FakeHost } from '../../host/fake-host';
import { FakeApi } from '../../shared/fake-api';
import { PageDriver } from '../../shared/page-driver';
import { HolderPage } from './holder-page';

const datastore = (name: string, protection: object) => ({
  id: `urn:${name}`,
  name,
  mapping: { status: 'MAPPED', dataset: `tank/${name}` },
  protection,
});

describe('the card of a host or cluster', () => {
  afterEach(() => vi.unstubAllGlobals());

  it('shows the datastores of that object, what needs a look first, and leads to each', async () => {
    const api = new FakeApi({
      'GET /datastores': {
        items: [
          datastore('well', { replicationTaskIds: ['r'], lastReplicationAt: '2026-11-21T10:00:00Z', lagSeconds: 5 }),
          datastore('late', {
            replicationTaskIds: ['r'],
            lastReplicationAt: '2026-11-01T10:00:00Z',
            lagSeconds: 900000,
            lagExceeded: true,
          }),
        ],
      },
    });
    const host = new FakeHost();
    host.objectIds.set(['urn:vmomi:HostSystem:host-1:guid']);
    const page = await PageDriver.open(HolderPage, {}, host);
    expect(api.calls[0]?.query).toEqual({ on: 'urn:vmomi:HostSystem:host-1:guid', limit: '1000' });
    expect(page.text.indexOf('late')).toBeLessThan(page.text.indexOf('well'));
    expect(page.text).toContain('Behind its allowed lag');
    await page.press('late');
    expect(host.went).toEqual([{ page: 'summary', objectId: 'urn:late' }]);
  });

  it('asks for nothing without an object', async () => {
    const api = new FakeApi({});
    await PageDriver.open(HolderPage);
    expect(api.calls).toEqual([]);
  });
});
