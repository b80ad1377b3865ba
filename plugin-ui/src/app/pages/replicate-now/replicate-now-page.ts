import { Component, computed, DestroyRef, inject, linkedSignal, signal } from '@angular/core';
import { FormsModule } from '@angular/forms';
import { ClrRadioModule } from '@clr/angular/forms/radio';
import { ClrSpinnerModule } from '@clr/angular/progress/spinner';
import { answer, Api } from '../../api/api';
import { Datastore, ended, ReplicationTask, Run } from '../../api/model';
import { SchemaPlan } from '../../api/schema';
import { untilEnded } from '../../api/until-ended';
import { Host } from '../../host/host';
import { useFill, useTexts } from '../../i18n/use-texts';
import { PageFrame } from '../../shared/page-frame';
import { ProblemAlert } from '../../shared/problem-alert';
import { RunProgress } from '../../shared/run-progress';
import { RunStateView } from '../../shared/run-state';
import { watched } from '../../shared/watched';
import { Work } from '../../shared/work';
import { PlanView } from '../replication/plan-view';
import { texts } from './replicate-now.texts';

/** The action Replicate now: which task to run, what it would do, and how it goes. */
@Component({
  selector: 'dg-replicate-now-page',
  imports: [
    PageFrame,
    FormsModule,
    ClrRadioModule,
    ClrSpinnerModule,
    ProblemAlert,
    PlanView,
    RunProgress,
    RunStateView,
  ],
  template: `
    <dg-page [of]="tasks" [empty]="tasks.value()?.length === 0">
      <div page-empty>
        <p>{{ t().empty }}</p>
        <button type="button" class="btn btn-primary" (click)="toTasks()">{{ t().toTasks }}</button>
      </div>
      @if (work.problem(); as problem) {
        <dg-problem [problem]="problem" />
      }
      @if (run(); as run) {
        <p role="status"><dg-run-state [state]="run.state" /></p>
        <dg-run-progress [run]="run" />
        @if (run.error; as error) {
          <dg-problem [problem]="{ code: error.code, title: error.message, stderr: error.stderr }" />
        }
        @for (warning of run.warnings; track $index) {
          <p>{{ warning }}</p>
        }
        <div class="buttons">
          <button type="button" class="btn btn-primary" (click)="close()">{{ over() ? t().close : t().leave }}</button>
        </div>
      } @else {
        <form (ngSubmit)="start()">
          <clr-radio-container>
            <label>{{ t().choose }}</label>
            @for (task of tasks.value() ?? []; track task.id) {
              <clr-radio-wrapper>
                <input
                  type="radio"
                  clrRadio
                  name="task"
                  [value]="task.id"
                  [ngModel]="chosen()"
                  (ngModelChange)="choose($event)"
                  [disabled]="!task.enabled"
                />
                <label>
                  {{ fill(t().to, { name: task.name, target: task.remoteDataset }) }}
                  @if (!task.enabled) {
                    ({{ t().disabled }})
                  }
                </label>
              </clr-radio-wrapper>
            }
          </clr-radio-container>
          <p class="dg-muted">{{ t().window }}</p>
          @if (planning()) {
            <p role="status">
              <clr-spinner clrInline></clr-spinner>
              {{ t().asking }}
            </p>
          } @else if (plan(); as plan) {
            <dg-plan [plan]="plan" (settle)="toTasks()" />
          }
          <div class="buttons">
            <button type="submit" class="btn btn-primary" [disabled]="work.busy() || !chosen()">{{ t().title }}</button>
            <button type="button" class="btn btn-outline" [disabled]="work.busy() || !chosen()" (click)="dryRun()">
              {{ t().dryRun }}
            </button>
            <button type="button" class="btn btn-link" (click)="close()">{{ t().cancel }}</button>
          </div>
        </form>
      }
    </dg-page>
  `,
  styles: `
    .buttons {
      margin-top: var(--cds-global-space-7);
    }
  `,
})
export class ReplicateNowPage {
  private readonly api = inject(Api);
  private readonly host = inject(Host);
  protected readonly t = useTexts(texts);
  protected readonly fill = useFill();
  protected readonly work = new Work();
  private readonly gone = new AbortController();

  private readonly id = computed(() => this.host.objectIds()[0] ?? '');
  protected readonly tasks = watched(
    () => this.id(),
    async (id, signal) => {
      const datastore = await answer<Datastore>(
        this.api.client.GET('/datastores/{id}', { params: { path: { id } }, signal }),
      );
      const ids = datastore.protection.replicationTaskIds ?? [];
      return Promise.all(
        ids.map((task) =>
          answer<ReplicationTask>(
            this.api.client.GET('/replication-tasks/{id}', { params: { path: { id: task } }, signal }),
          ),
        ),
      );
    },
  );
  protected readonly chosen = linkedSignal(() => this.tasks.value()?.find((task) => task.enabled)?.id ?? '');
  protected readonly plan = signal<SchemaPlan | undefined>(undefined);
  protected readonly planning = signal(false);
  protected readonly run = signal<Run | undefined>(undefined);
  protected readonly over = computed(() => {
    const run = this.run();
    return run !== undefined && ended(run);
  });

  constructor() {
    inject(DestroyRef).onDestroy(() => this.gone.abort());
  }

  protected choose(id: string): void {
    this.chosen.set(id);
    this.plan.set(undefined);
  }

  protected async dryRun(): Promise<void> {
    const params = { path: { id: this.chosen() } };
    this.planning.set(true);
    await this.work.do(async () => {
      this.plan.set(await answer<SchemaPlan>(this.api.client.POST('/replication-tasks/{id}/plan', { params })));
    });
    this.planning.set(false);
  }

  protected async start(): Promise<void> {
    const params = { path: { id: this.chosen() } };
    await this.work.do(async () => {
      const run = await answer<Run>(this.api.client.POST('/replication-tasks/{id}/run', { params }));
      this.run.set(await untilEnded(this.api, run, this.gone.signal, (seen) => this.run.set(seen)));
    });
  }

  protected toTasks(): void {
    this.host.closeModal();
    this.host.go({ page: 'replication', objectId: this.id() });
  }

  protected close(): void {
    this.host.closeModal(this.run()?.id);
  }
}
