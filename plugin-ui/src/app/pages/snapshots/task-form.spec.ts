import { Datastore, SnapshotTask } from '../../api/model';
import { FakeApi } from '../../shared/fake-api';
import { PageDriver } from '../../shared/page-driver';
import { brokenTask, newTask, TaskDraft, taskDraftOf, taskOrderOf, WEEKDAYS } from './task-draft';
import { TaskForm } from './task-form';

const datastore = { id: 'urn:1', name: 'vm-nfs', mapping: { dataset: 'tank/vm' } } as unknown as Datastore;
const stored = {
  ...taskOrderOf(newTask('hourly', 'UTC')),
  id: 's1',
  version: 4,
} as unknown as SnapshotTask;

function server(): FakeApi {
  return new FakeApi({
    'POST /schedule-previews': { next: ['2026-11-21T22:00:00Z', '2026-11-21T23:00:00Z'] },
    'POST /snapshot-tasks': stored,
    'PATCH /snapshot-tasks/s1': stored,
    'POST /snapshot-tasks/s1/retention-preview': { deletions: 0, datasets: [] },
  });
}

async function form(inputs: object = {}) {
  const api = server();
  const page = await PageDriver.open(TaskForm, { datastore, ...inputs });
  const saved: SnapshotTask[] = [];
  page.component.saved.subscribe((task) => saved.push(task));
  const stores = () => api.changes().filter((call) => /^\/snapshot-tasks(\/s1)?$/.test(call.path));
  return { api, page, saved, stores };
}

describe('the form of a snapshot task', () => {
  afterEach(() => vi.unstubAllGlobals());

  it('has the fields of the old form in their order', async () => {
    const { page } = await form();
    const labels = [...page.root.querySelectorAll('label')].map((label) => label.textContent?.trim());
    const old = ['Datastore', 'Recursive', 'Lifetime', 'Begin', 'End', 'Interval', 'Weekdays', 'Enable'];
    expect(labels.filter((label) => old.includes(label ?? ''))).toEqual(old);
  });

  it('shows the next times by the clock of the zone', async () => {
    const { page } = await form({ task: { ...stored, timeZone: 'Asia/Tokyo' } });
    expect(page.text).toContain('Nov 22, 2026, 7:00 AM (Asia/Tokyo)');
  });

  it('marks what is wrong, and sends nothing', async () => {
    const { page, stores } = await form();
    await page.type('Name', ' ');
    await page.type('Lifetime', '2 weeks');
    for (const day of ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']) {
      await page.tick(day);
    }
    await page.press('Save');
    expect(page.errors()).toEqual([
      expect.stringContaining('up to 80 characters'),
      expect.stringContaining('whole number from 1 to 9999'),
    ]);
    expect(page.text).toContain('Choose at least one day.');
    expect(stores()).toEqual([]);
  });

  it('saves a new task of the datastore', async () => {
    const { page, stores, saved } = await form();
    await page.tick('Sat');
    await page.tick('Sun');
    await page.press('Save');
    expect(stores()[0]?.body).toMatchObject({
      datastoreId: 'urn:1',
      interval: 'PT1H',
      weekdays: WEEKDAYS.slice(0, 5),
      lifetime: { value: 2, unit: 'WEEK' },
    });
    expect(saved).toHaveLength(1);
  });

  it('shows what a shorter lifetime would delete before it is saved', async () => {
    const { api, page, stores, saved } = await form({ task: stored });
    api.set('POST /snapshot-tasks/s1/retention-preview', {
      deletions: 2,
      datasets: [
        { dataset: 'tank/vm', delete: ['auto-1', 'auto-2'], keep: [{ snapshot: 'auto-3', reason: 'is held' }] },
      ],
    });
    await page.type('Lifetime', '1');
    await page.press('Save');
    for (const text of ['deletes 2 snapshots for ever', 'auto-1', 'is held']) {
      expect(page.text).toContain(text);
    }
    expect(stores()).toEqual([]);

    await page.press('Save all the same');
    expect(stores()[0]).toMatchObject({ method: 'PATCH', ifMatch: '"4"', body: { lifetime: { value: 1 } } });
    expect(saved).toHaveLength(1);
  });

  it('says that somebody else changed the task meanwhile', async () => {
    const { api, page, saved } = await form({ task: stored });
    api.set('PATCH /snapshot-tasks/s1', { code: 'VERSION_CONFLICT', status: 412 });
    await page.press('Save');
    expect(page.text).toContain('Somebody changed this meanwhile');
    expect(saved).toEqual([]);
  });
});

describe('a draft of a snapshot task', () => {
  const good = newTask('hourly', 'UTC');

  it.each<[Partial<TaskDraft>, object]>([
    [{}, {}],
    [{ keep: '' }, {}],
    [{ name: '' }, { name: 'errName' }],
    [{ keep: '0' }, { keep: 'errLifetime' }],
    [{ begin: '25:00' }, { begin: 'errTime' }],
    [{ mode: 'CRON', cron: 'daily' }, { cron: 'errCron' }],
    [{ mode: 'CRON', weekdays: [] }, {}],
    [{ weekdays: [] }, { weekdays: 'errWeekdays' }],
    [{ namingSchema: '' }, { namingSchema: 'errSchema' }],
  ])('with %j breaks %j', (change, rules) => expect(brokenTask({ ...good, ...change })).toEqual(rules));

  it('by cron sends neither interval nor weekdays', () =>
    expect(taskOrderOf({ ...good, mode: 'CRON', weekdays: ['MONDAY'] })).toMatchObject({
      interval: undefined,
      weekdays: undefined,
      schedule: { hour: '*' },
    }));

  it('knows a stored interval however it is written', () =>
    expect(taskDraftOf({ ...stored, interval: 'P1D' }).interval).toBe('PT24H'));
});
