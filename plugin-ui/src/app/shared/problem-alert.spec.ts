import { TestBed } from '@angular/core/testing';
import { provideNoopAnimations } from '@angular/platform-browser/animations';
import { Problem } from '../api/problem';
import { FakeHost } from '../host/fake-host';
import { Host } from '../host/host';
import { ProblemAlert } from './problem-alert';

async function shown(problem: Problem, host = new FakeHost()): Promise<HTMLElement> {
  TestBed.configureTestingModule({ providers: [provideNoopAnimations(), { provide: Host, useValue: host }] });
  const fixture = TestBed.createComponent(ProblemAlert);
  fixture.componentRef.setInput('problem', problem);
  fixture.componentRef.setInput('retryable', true);
  await fixture.whenStable();
  return fixture.nativeElement as HTMLElement;
}

describe('a problem', () => {
  it('shows what, why, its code with the page to read, and the incident', async () => {
    const alert = await shown({
      code: 'NAS_UNREACHABLE',
      title: 'The NAS cannot be reached',
      detail: 'nas1 does not answer',
      incidentId: 'abc',
      errors: [{ field: 'host', message: 'has no address' }],
      stderr: 'ssh: no route',
    });

    for (const text of [
      'The NAS cannot be reached',
      'nas1 does not answer',
      'NAS_UNREACHABLE',
      'abc',
      'host',
      'ssh: no',
    ]) {
      expect(alert.textContent).toContain(text);
    }
    expect(alert.querySelector('a')?.getAttribute('href')).toMatch(/runbook\/NAS_UNREACHABLE\.html$/);
  });

  it('of two people who changed the same offers to reload', async () => {
    const alert = await shown({ code: 'VERSION_CONFLICT', title: 'x', status: 409 });
    expect(alert.textContent).toContain('Somebody changed this meanwhile');
    expect(alert.querySelector('button')?.textContent).toContain('Reload');
  });

  it('of a run keeps the words of the run', async () => {
    const alert = await shown({ code: 'VERSION_CONFLICT', title: 'auto-4 was made after it was ordered' });
    expect(alert.textContent).toContain('auto-4 was made after it was ordered');
    expect(alert.textContent).not.toContain('Somebody changed this meanwhile');
  });

  it('of a server that is away says so, without a code', async () => {
    const alert = await shown({ status: 0, temporary: true });
    expect(alert.textContent).toContain('does not answer');
    expect(alert.querySelector('a')).toBeNull();
  });

  it('speaks the language of its surroundings', async () => {
    const host = new FakeHost();
    host.locale.set('fr-FR');
    expect((await shown({ status: 0 }, host)).textContent).toContain('ne répond pas');
  });
});
