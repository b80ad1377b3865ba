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

  it('shows the datastores of that object, as the server puts them, and leads to each', async () => {
    const api = new FakeApi({
      'GET /datastores': {
        items: [datastore('late', { state: 'LATE', lagSeconds: 900000 })],
        total: 40,
        nextCursor: 'next',
        states: { LATE: 40 },
      },
    });
    const host = new FakeHost();
    host.objectIds.set(['urn:vmomi:HostSystem:host-1:guid']);
    const page = await PageDriver.open(HolderPage, {}, host);
    expect(api.calls.map((call) => call.query)).toEqual([
      { on: 'urn:vmomi:HostSystem:host-1:guid', limit: '25', sort: 'protection' },
    ]);
    expect(page.text).toContain('Behind its allowed lag');
    expect(page.text).toContain('1 of 40');
    expect(page.text, 'there is no room for it on a card').not.toContain('tank/late');
    await page.press('Next');
    expect(api.calls[1]?.query['cursor']).toBe('next');
    await page.press('late');
    expect(host.went).toEqual([{ page: 'summary', objectId: 'urn:late' }]);
  });

  it('asks for nothing without an object', async () => {
    const api = new FakeApi({});
    await PageDriver.open(HolderPage);
    expect(api.calls).toEqual([]);
  });
});
