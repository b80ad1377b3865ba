import { Component, computed, inject, input, resource } from '@angular/core';
import { ClrSpinnerModule } from '@clr/angular/progress/spinner';
import { answer, Api } from '../../api/api';
import { NasSystem } from '../../api/model';
import { asProblem } from '../../api/problem';
import { SchemaReplicationKey } from '../../api/schema';
import { useFill, useTexts } from '../../i18n/use-texts';
import { CopyText } from '../../shared/copy-text';
import { ProblemAlert } from '../../shared/problem-alert';
import { Work } from '../../shared/work';
import { texts } from './nas.texts';

/** The key with which one NAS logs in to another, to be installed on the receiving one. */
@Component({
  selector: 'dg-peer-key',
  imports: [CopyText, ProblemAlert, ClrSpinnerModule],
  template: `
    <h3 cds-text="section">{{ fill(t().peerTitle, { source: source().name, target: target().name }) }}</h3>
    @if (problem(); as problem) {
      <dg-problem [problem]="problem" />
    }
    @if (publicKey(); as line) {
      <p>
        {{ fill(t().peerHelp, { source: source().name, target: target().name, user: target().user }) }}
      </p>
      <dg-copy [text]="line" />
    } @else if (key.isLoading() || work.busy()) {
      <clr-spinner clrInline></clr-spinner>
    } @else if (missing()) {
      <p>{{ fill(t().peerNone, { source: source().name }) }}</p>
      <button type="button" class="btn btn-sm" [disabled]="!changeable()" (click)="make()">{{ t().peerMake }}</button>
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
export class PeerKey {
  readonly source = input.required<NasSystem>();
  readonly target = input.required<NasSystem>();
  readonly changeable = input(true);

  private readonly api = inject(Api);
  protected readonly t = useTexts(texts);
  protected readonly fill = useFill();
  protected readonly work = new Work();
  protected readonly key = resource({
    params: () => this.source().id,
    loader: ({ params: id, abortSignal: signal }) =>
      answer<SchemaReplicationKey>(
        this.api.client.GET('/nas-systems/{id}/replication-key', { params: { path: { id } }, signal }),
      ),
  });
  protected readonly publicKey = computed(() => (this.key.hasValue() ? this.key.value().publicKey : undefined));
  private readonly failure = computed(() => {
    const error = this.key.error();
    return error === undefined ? undefined : asProblem(error);
  });
  /** A machine that never sent anything has none yet, which is no failure. */
  protected readonly missing = computed(() => this.failure()?.code === 'NOT_FOUND');
  protected readonly problem = computed(() => this.work.problem() ?? (this.missing() ? undefined : this.failure()));

  protected make(): Promise<boolean> {
    const params = { path: { id: this.source().id } };
    return this.work.do(async () => {
      this.key.set(await answer(this.api.client.POST('/nas-systems/{id}/replication-key', { params })));
    });
  }
}
