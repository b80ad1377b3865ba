import { ReplicationTask } from '../../api/model';
import { FakeApi } from '../../shared/fake-api';
import { PageDriver } from '../../shared/page-driver';
import { PlanDialog, PlanEnd } from './plan-dialog';

const task = { id: 'r1', name: 'nightly', version: 3, enabled: false, snapshotTaskIds: ['s1'] } as ReplicationTask;
const step = { action: 'SEND_FULL', source: 'tank/vm', target: 'backup/vm', to: 'tank/vm@a', bytes: 2048 };

async function dialog(plan: object, inputs: object = { release: true }) {
  const api = new FakeApi({
    'POST /replication-tasks/r1/plan': plan,
    'PATCH /replication-tasks/r1': { ...task, enabled: true, version: 4 },
    'POST /replication-tasks/r1/run': { id: 'run1', state: 'QUEUED' },
  });
  const page = await PageDriver.open(PlanDialog, { task, ...inputs });
  const ends: PlanEnd[] = [];
  page.component.finished.subscribe((end) => ends.push(end));
  return { api, page, ends };
}

describe('the plan of a task', () => {
  afterEach(() => vi.unstubAllGlobals());

  it('names steps, sizes and what is deleted', async () => {
    const { page } = await dialog({ steps: [step], bytesTotal: 2048, deletions: ['backup/vm@old'], conflicts: [] });
    for (const text of ['Send tank/vm in full, up to a, to backup/vm', '2 KiB', '1 snapshot', 'backup/vm@old']) {
      expect(page.text).toContain(text);
    }
  });

  it('lets a new task go only then, from the version that was saved', async () => {
    const { api, page, ends } = await dialog({ steps: [step], deletions: [], conflicts: [] });
    expect(api.changes().map((call) => call.path)).toEqual(['/replication-tasks/r1/plan']);
    await page.press('Enable and run now');

    expect(api.changes()[1]).toMatchObject({ method: 'PATCH', body: { enabled: true }, ifMatch: '"3"' });
    expect(api.changes()[2]?.path).toBe('/replication-tasks/r1/run');
    expect(ends).toEqual(['started']);
  });

  it('with a conflict explains the ways out, the safest first, and starts nothing', async () => {
    const conflict = {
      code: 'TARGET_DIVERGED',
      message: 'backup/vm was changed',
      onTarget: ['backup/vm@x'],
      choices: ['ROLL_BACK', 'OTHER_TARGET'],
    };
    const { page, ends } = await dialog({ steps: [], deletions: [], conflicts: [conflict] });
    expect([...document.querySelectorAll('dg-plan li')].map((item) => item.textContent?.split(':')[0]?.trim())).toEqual(
      ['Send to another remote dataset', 'Roll the copy back'],
    );
    expect(page.button('Enable and run now').disabled).toBe(true);
    await page.press('Change the task');
    expect(ends).toEqual(['edit']);
  });

  it('where nothing was taken yet offers to take the first snapshot, and then plans again', async () => {
    const { api, page } = await dialog({ steps: [], conflicts: [{ code: 'SOURCE_HAS_NO_SNAPSHOT', message: 'none' }] });
    api.set('POST /snapshot-tasks/s1/run', { id: 'run0', state: 'SUCCEEDED' });
    api.set('POST /replication-tasks/r1/plan', { steps: [step], conflicts: [], deletions: [] });
    await page.press('Take the first snapshot now');
    expect(page.text).toContain('Send tank/vm in full');
  });

  it('says why the first snapshot was not taken', async () => {
    const { api, page } = await dialog({ steps: [], conflicts: [{ code: 'SOURCE_HAS_NO_SNAPSHOT', message: 'none' }] });
    const error = { code: 'NAS_UNREACHABLE', message: 'nas1 does not answer', temporary: true };
    api.set('POST /snapshot-tasks/s1/run', { id: 'run0', state: 'FAILED', error });
    await page.press('Take the first snapshot now');
    expect(page.text).toContain('nas1 does not answer');
    expect(page.button('Enable and run now').disabled).toBe(true);
  });
});
