import { TestBed } from '@angular/core/testing';
import { provideNoopAnimations } from '@angular/platform-browser/animations';
import { Run } from '../../api/model';
import { FakeHost } from '../../host/fake-host';
import { Host } from '../../host/host';
import { addIcons } from '../../shared/icons';
import { RunsPage } from './runs-page';

const run = (id: string, more: Partial<Run>): Run => ({
  id,
  kind: 'REPLICATION',
  taskName: `task ${id}`,
  state: 'SUCCEEDED',
  trigger: 'MANUAL',
  createdAt: '2026-11-21T20:00:00Z',
  startedAt: '2026-11-21T20:00:00Z',
  steps: [],
  warnings: [],
  ...more,
});

describe('the runs of a datastore', () => {
  const host = new FakeHost();
  let asked: string[];
  let answer: () => Response;

  async function page(): Promise<HTMLElement> {
    asked = [];
    host.objectIds.set(['urn:vmomi:Datastore:datastore-11:guid']);
    vi.stubGlobal('fetch', (request: Request) => {
      asked.push(request.url);
      return Promise.resolve(answer());
    });
    addIcons();
    TestBed.configureTestingModule({ providers: [provideNoopAnimations(), { provide: Host, useValue: host }] });
    const fixture = TestBed.createComponent(RunsPage);
    await fixture.whenStable();
    return fixture.nativeElement as HTMLElement;
  }

  afterEach(() => vi.unstubAllGlobals());

  it('say how far each is, and what it waits for', async () => {
    answer = () =>
      Response.json({
        items: [
          run('a', { state: 'RUNNING', bytesDone: 512, bytesTotal: 1024, bytesPerSecond: 256, etaSeconds: 2 }),
          run('b', { state: 'WAITING', waitingFor: 'the window opens at 22:00' }),
          run('c', { bytesDone: 2048 }),
        ],
      });
    const shown = await page();

    expect(asked[0]).toContain('datastore=urn%3Avmomi');
    for (const text of ['50%', '512 B of 1 KiB', '256 B/s', '2 sec left', 'the window opens at 22:00', '2 KiB']) {
      expect(shown.textContent).toContain(text);
    }
  });

  it('keep their states in sight beside the details of one', async () => {
    answer = () => Response.json({ items: [run('a', { state: 'FAILED' }), run('b', {})] });
    const shown = await page();
    shown.querySelector<HTMLElement>('.datagrid-detail-caret-button')?.click();
    await new Promise((resolve) => setTimeout(resolve));
    TestBed.tick();
    const first = [...shown.querySelectorAll('clr-dg-row')].map((row) => row.querySelector('clr-dg-cell')?.textContent);
    expect(first[0]).toContain('Failed');
    expect(first[1]).toContain('Succeeded');
  });

  it('explain themselves where there is none yet', async () => {
    answer = () => Response.json({ items: [] });
    expect((await page()).textContent).toContain('Nothing has run yet');
  });

  it('say that they may not be seen', async () => {
    answer = () => Response.json({ code: 'FORBIDDEN', status: 403, title: 'x' }, { status: 403 });
    const shown = await page();
    expect(shown.textContent).toContain('You may not do this here');
    expect(shown.querySelector('clr-datagrid')).toBeNull();
  });
});
