import { Component } from '@angular/core';
import { FakeHost } from '../host/fake-host';
import { NasPage } from '../pages/nas/nas-page';
import { ReplicateNowPage } from '../pages/replicate-now/replicate-now-page';
import { ReplicationPage } from '../pages/replication/replication-page';
import { RunDetails } from '../pages/runs/run-details';
import { SnapshotsPage } from '../pages/snapshots/snapshots-page';
import { TakeSnapshotPage } from '../pages/take-snapshot/take-snapshot-page';
import { FakeApi } from './fake-api';
import { PageDriver } from './page-driver';
import { RightsNote } from './rights-note';
import { useRights } from './rights';

const datastore = {
  id: 'urn:1',
  name: 'vm',
  mapping: { status: 'MAPPED', dataset: 'tank/vm' },
  protection: { snapshotTaskIds: ['s1'], replicationTaskIds: ['r1'] },
};
const answers = (role: string | undefined) => ({
  'GET /sessions/current': { kind: 'VSPHERE_CLIENT', actor: 'x', role },
  'GET /datastores/urn:1': datastore,
  'GET /datastores/urn:1/snapshots': { items: [] },
  'GET /snapshot-tasks/s1': { id: 's1', name: 'hourly', enabled: true, version: 1, timeZone: 'UTC' },
  'GET /replication-tasks/r1': { id: 'r1', name: 'nightly', enabled: true, version: 1, timeZone: 'UTC' },
  'GET /runs': { items: [] },
  'GET /nas-systems': { items: [{ id: 'n1', name: 'nas1', host: 'nas1.example.com', version: 1 }] },
});

@Component({
  selector: 'dg-asking',
  imports: [RightsNote],
  template: `
    <dg-rights-note [rights]="rights" needed="REPLICATE" />
    {{ rights.may('REPLICATE') }}
  `,
})
class Asking {
  protected readonly rights = useRights(() => 'urn:1');
}

describe('what a person may do', () => {
  afterEach(() => vi.unstubAllGlobals());

  const host = (): FakeHost => {
    const made = new FakeHost();
    made.objectIds.set(['urn:1']);
    return made;
  };
  const buttons = (): string[] => [...document.querySelectorAll('button')].map((one) => one.textContent?.trim() ?? '');

  it.each([
    ['VIEW', 'You see this with the role View. To change something here, you need Replicate.', 'false'],
    [undefined, 'To change something here, you need the role Replicate.', 'false'],
    ['SNAPSHOT', 'with the role Snapshot', 'false'],
    ['REPLICATE', '', 'true'],
    ['CONFIGURE', '', 'true'],
  ])('with the role %s is told', async (role, words, may) => {
    const api = new FakeApi(answers(role));
    const page = await PageDriver.open(Asking);
    expect(api.calls[0]?.query).toEqual({ on: 'urn:1' });
    expect(page.text).toContain(words);
    expect(page.text).toContain(may);
    expect(page.text.includes('you need')).toBe(may === 'false');
  });

  it('is left to the server where it could not be asked', async () => {
    new FakeApi({ 'GET /sessions/current': { code: 'INTERNAL', status: 500 } });
    const page = await PageDriver.open(Asking);
    expect(page.text.trim()).toBe('true');
  });

  it.each([
    ['VIEW', false],
    ['SNAPSHOT', true],
  ])('about snapshots: %s', async (role, offered) => {
    new FakeApi(answers(role));
    const page = await PageDriver.open(SnapshotsPage, {}, host());
    expect(buttons().includes('Take snapshot')).toBe(offered);
    await page.press('Snapshot tasks');
    expect(page.text).toContain('hourly');
    expect(page.root.querySelector('.datagrid-action-toggle') !== null).toBe(offered);
  });

  it.each([
    ['SNAPSHOT', false],
    ['REPLICATE', true],
  ])('about replication: %s', async (role, offered) => {
    new FakeApi(answers(role));
    const page = await PageDriver.open(ReplicationPage, {}, host());
    expect(page.text).toContain('nightly');
    expect(buttons().includes('Add replication task')).toBe(offered);
    expect(page.root.querySelector('.datagrid-action-toggle') !== null).toBe(offered);
  });

  it.each([
    ['RESTORE', false],
    ['CONFIGURE', true],
  ])('about machines: %s', async (role, offered) => {
    const api = new FakeApi(answers(role));
    const page = await PageDriver.open(NasPage);
    expect(api.calls.find((call) => call.path === '/sessions/current')?.query).toEqual({});
    expect(page.text).toContain('nas1.example.com');
    expect(buttons().includes('Add NAS system')).toBe(offered);
    expect(page.root.querySelector('.datagrid-action-toggle') !== null).toBe(offered);
  });

  it.each([
    ['VIEW', false],
    ['SNAPSHOT', true],
  ])('in the action Take snapshot: %s', async (role, offered) => {
    new FakeApi(answers(role));
    const page = await PageDriver.open(TakeSnapshotPage, {}, host());
    expect(page.button('Take snapshot').disabled).toBe(!offered);
    expect(page.text.includes('you need Snapshot')).toBe(!offered);
  });

  it.each([
    ['SNAPSHOT', false],
    ['REPLICATE', true],
  ])('in the action Replicate now: %s', async (role, offered) => {
    new FakeApi(answers(role));
    const page = await PageDriver.open(ReplicateNowPage, {}, host());
    expect(page.button('Replicate now').disabled).toBe(!offered);
    expect(page.button('Dry run').disabled).toBe(!offered);
  });

  it.each([
    ['REPLICATION', 'SNAPSHOT', false],
    ['REPLICATION', 'REPLICATE', true],
    ['SNAPSHOT', 'SNAPSHOT', true],
    ['SNAPSHOT', 'VIEW', false],
    ['RESTORE', 'REPLICATE', false],
    ['RESTORE', 'RESTORE', true],
  ])('with a run of kind %s and the role %s', async (kind, role, offered) => {
    const run = {
      id: 'x',
      kind,
      datastoreId: 'urn:1',
      state: 'RUNNING',
      trigger: 'MANUAL',
      createdAt: '2026-11-21T20:00:00Z',
    };
    const api = new FakeApi({ ...answers(role), 'GET /runs/x': { code: 'NOT_FOUND', status: 404 } });
    await PageDriver.open(RunDetails, { of: { ...run, steps: [], warnings: [] } });
    expect(api.calls.find((call) => call.path === '/sessions/current')?.query).toEqual({ on: 'urn:1' });
    expect(buttons().includes('Cancel run')).toBe(offered);
  });
});
