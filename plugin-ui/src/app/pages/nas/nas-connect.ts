import { Component, inject, input, output, signal } from '@angular/core';
import { ClrSpinnerModule } from '@clr/angular/progress/spinner';
import { answer, Api } from '../../api/api';
import { NasSystem } from '../../api/model';
import { SchemaProbe } from '../../api/schema';
import { useFill, useTexts } from '../../i18n/use-texts';
import { CopyText } from '../../shared/copy-text';
import { ProblemAlert } from '../../shared/problem-alert';
import { Work } from '../../shared/work';
import { ProbeView } from './probe-view';
import { texts } from './nas.texts';

/** How this server gets into a machine: the key to install there, and a test that changes nothing. */
@Component({
  selector: 'dg-nas-connect',
  imports: [CopyText, ProbeView, ProblemAlert, ClrSpinnerModule],
  template: `
    <h3 cds-text="section">{{ t().step1 }}</h3>
    <p>{{ fill(t().keyHelp, { user: nas().user, name: nas().name }) }}</p>
    <dg-copy [text]="nas().publicKey ?? ''" />
    <h3 cds-text="section">{{ t().step2 }}</h3>
    @if (note(); as note) {
      <p>{{ note }}</p>
    }
    @if (work.problem(); as problem) {
      <dg-problem [problem]="problem" />
    }
    @if (probe(); as probe) {
      <dg-probe [probe]="probe" [name]="nas().name" />
    }
    @if (work.busy()) {
      <p>
        <clr-spinner clrInline>{{ t().testing }}</clr-spinner>
        {{ t().testing }}
      </p>
    } @else {
      <button type="button" class="btn btn-sm" [disabled]="!changeable()" (click)="test()">{{ t().test }}</button>
    }
  `,
  styles: `
    h3[cds-text] {
      margin: var(--cds-global-space-7) 0 var(--cds-global-space-3);
    }
    dg-copy + h3[cds-text] {
      margin-top: var(--cds-global-space-8);
    }
  `,
})
export class NasConnect {
  readonly nas = input.required<NasSystem>();
  /** Whether the person may use the server's access. */
  readonly changeable = input(true);
  /** What else is worth knowing about the test. */
  readonly note = input<string>();
  /** The machine answered. */
  readonly answered = output<SchemaProbe>();

  private readonly api = inject(Api);
  protected readonly t = useTexts(texts);
  protected readonly fill = useFill();
  protected readonly work = new Work();
  protected readonly probe = signal<SchemaProbe | undefined>(undefined);

  protected test(): Promise<boolean> {
    this.probe.set(undefined);
    return this.work.do(async () => {
      const params = { path: { id: this.nas().id } };
      const probe = await answer<SchemaProbe>(this.api.client.POST('/nas-systems/{id}/probe', { params }));
      this.probe.set(probe);
      this.answered.emit(probe);
    });
  }
}
