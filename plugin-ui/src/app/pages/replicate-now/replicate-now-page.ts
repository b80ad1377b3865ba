import { Component, computed, inject, linkedSignal, signal } from '@angular/core';
import { FormsModule } from '@angular/forms';
import { ClrRadioModule } from '@clr/angular/forms/radio';
import { ClrSpinnerModule } from '@clr/angular/progress/spinner';
import { answer, Api } from '../../api/api';
import { Datastore, ReplicationTask, Run } from '../../api/model';
import { SchemaPlan } from '../../api/schema';
import { Host } from '../../host/host';
import { useFill, useTexts } from '../../i18n/use-texts';
import { FollowedRun, FollowedRunView } from '../../shared/followed-run';
import { PageFrame } from '../../shared/page-frame';
import { ProblemAlert } from '../../shared/problem-alert';
import { useRights } from '../../shared/rights';
import { RightsNote } from '../../shared/rights-note';
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
    FollowedRunView,
    RightsNote,
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
      @if (followed.run(); as run) {
        <dg-followed-run [of]="run" (left)="close()" />
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
          <dg-rights-note [rights]="rights" needed="REPLICATE" />
          @if (planning()) {
            <p role="status">
              <clr-spinner clrInline></clr-spinner>
              {{ t().asking }}
            </p>
          } @else if (plan(); as plan) {
            <dg-plan [plan]="plan" (settle)="toTasks()" />
          }
          <div class="buttons">
            <button type="submit" class="btn btn-primary" [disabled]="!startable()">{{ t().title }}</button>
            <button type="button" class="btn btn-outline" [disabled]="!startable()" (click)="dryRun()">
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

  private readonly id = computed(() => this.host.objectIds()[0] ?? '');
  protected readonly rights = useRights(() => this.id());
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
  protected readonly startable = computed(
    () => !this.work.busy() && this.chosen() !== '' && this.rights.may('REPLICATE'),
  );
  protected readonly plan = signal<SchemaPlan | undefined>(undefined);
  protected readonly planning = signal(false);
  protected readonly followed = new FollowedRun();

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
      await this.followed.follow(await answer<Run>(this.api.client.POST('/replication-tasks/{id}/run', { params })));
    });
  }

  protected toTasks(): void {
    this.host.closeModal();
    this.host.go({ page: 'replication', objectId: this.id() });
  }

  protected close(): void {
    this.host.closeModal(this.followed.run()?.id);
  }
}
