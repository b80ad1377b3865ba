import { Component, computed, ElementRef, inject, input, linkedSignal, output, signal, viewChild } from '@angular/core';
import { FormsModule } from '@angular/forms';
import { ClrAccordionModule } from '@clr/angular/accordion';
import { ClrAlertModule } from '@clr/angular/emphasis/alert';
import { ClrFormsModule } from '@clr/angular/forms';
import { ClrModalModule } from '@clr/angular/modal';
import { answer, Api, ifMatch } from '../../api/api';
import { Datastore, SnapshotTask } from '../../api/model';
import { SchemaRetentionPreview } from '../../api/schema';
import { Host } from '../../host/host';
import { useFill, useTexts } from '../../i18n/use-texts';
import { zones } from '../../shared/clock';
import { AreaField } from '../../shared/form/area-field';
import { CheckField } from '../../shared/form/check-field';
import { focusWrong } from '../../shared/form/field';
import { fieldErrors, inWords } from '../../shared/form/field-errors';
import { LifetimeField } from '../../shared/form/lifetime-field';
import { SelectField } from '../../shared/form/select-field';
import { TextField } from '../../shared/form/text-field';
import { TimeField } from '../../shared/form/time-field';
import { ownZone } from '../../shared/format';
import { ProblemAlert } from '../../shared/problem-alert';
import { Work } from '../../shared/work';
import { intervals, units } from '../replication/choices';
import { patchOf } from '../replication/draft';
import { texts as replicationTexts } from '../replication/replication.texts';
import { WindowBar } from '../replication/window-bar';
import { NextTimes } from './next-times';
import { RetentionView } from './retention-view';
import { texts } from './snapshots.texts';
import {
  brokenTask,
  newTask,
  TASK_FIELDS,
  TaskDraft,
  taskDraftOf,
  taskOrderOf,
  timesOf,
  Weekday,
  WEEKDAYS,
} from './task-draft';

/** Makes a snapshot task of a datastore, or changes one. The fields and their order are those of the old plugin. */
@Component({
  selector: 'dg-task-form',
  imports: [
    FormsModule,
    ClrFormsModule,
    ClrAccordionModule,
    ClrAlertModule,
    ClrModalModule,
    TextField,
    TimeField,
    SelectField,
    LifetimeField,
    CheckField,
    AreaField,
    WindowBar,
    NextTimes,
    RetentionView,
    ProblemAlert,
  ],
  template: `
    @let d = draft();
    @let e = errors();
    <h1 cds-text="title">{{ task() ? fill(t().editTitle, { name: task()?.name ?? '' }) : t().addTitle }}</h1>
    @if (work.problem(); as problem) {
      <dg-problem [problem]="problem" />
    }
    <form clrForm clrLayout="horizontal" [clrLabelSize]="3" (ngSubmit)="save()" #form>
      <dg-text
        [label]="t().name"
        [help]="t().nameHelp"
        [wide]="true"
        [required]="true"
        [error]="e.name"
        [value]="d.name"
        (valueChange)="set({ name: $event })"
      />
      <dg-text
        [label]="t().datastore"
        [help]="datastore().mapping.dataset"
        [wide]="true"
        [readonly]="true"
        [value]="datastore().name"
      />
      <dg-check
        [label]="t().recursive"
        [help]="t().recursiveHelp"
        [error]="e.recursive"
        [value]="d.recursive"
        (valueChange)="set({ recursive: $event })"
      />
      <dg-lifetime
        [label]="t().keepFor"
        [unitLabel]="t().unit"
        [help]="t().keepHelp"
        [units]="units()"
        [unitDisabled]="!d.keep.trim()"
        [error]="e.keep"
        [value]="d.keep"
        (valueChange)="set({ keep: $event })"
        [unit]="d.keepUnit"
        (unitChange)="set({ keepUnit: $event })"
      />
      <dg-time [label]="t().begin" [error]="e.begin" [value]="d.begin" (valueChange)="set({ begin: $event })" />
      <dg-time [label]="t().end" [error]="e.end" [value]="d.end" (valueChange)="set({ end: $event })" />
      <dg-text
        [label]="t().zone"
        [suggestions]="zones"
        [error]="e.timeZone"
        [value]="d.timeZone"
        (valueChange)="set({ timeZone: $event })"
      />
      <dg-window-bar [begin]="d.begin" [end]="d.end" [zone]="d.timeZone" />
      <dg-select [label]="t().mode" [options]="modes()" [value]="d.mode" (valueChange)="set({ mode: $event })" />
      @if (d.mode === 'SIMPLE') {
        <dg-select
          [label]="t().interval"
          [options]="intervals()"
          [error]="e.interval"
          [value]="d.interval"
          (valueChange)="set({ interval: $event })"
        />
        <clr-checkbox-container clrInline>
          <label>{{ t().weekdays }}</label>
          @for (day of days(); track day.value) {
            <clr-checkbox-wrapper>
              <input
                type="checkbox"
                clrCheckbox
                [ngModel]="d.weekdays.includes(day.value)"
                (ngModelChange)="choose(day.value, $event)"
                [ngModelOptions]="{ standalone: true }"
              />
              <label>{{ day.text }}</label>
            </clr-checkbox-wrapper>
          }
        </clr-checkbox-container>
        @if (e.weekdays) {
          <p class="beside wrong" role="alert">{{ e.weekdays }}</p>
        }
      } @else {
        <dg-text
          [label]="t().cron"
          [help]="t().cronHelp"
          [wide]="true"
          [error]="e.cron"
          [value]="d.cron"
          (valueChange)="set({ cron: $event })"
        />
      }
      <dg-next-times class="beside" [schedule]="schedule()" />
      <dg-check
        [label]="t().enabled"
        [help]="t().enabledHelp"
        [value]="d.enabled"
        (valueChange)="set({ enabled: $event })"
      />
      <dg-check
        [label]="t().quiesce"
        [help]="t().quiesceHelp"
        [error]="e.vmConsistent"
        [value]="d.vmConsistent"
        (valueChange)="set({ vmConsistent: $event })"
      />
      @if (d.vmConsistent) {
        <dg-select
          [label]="t().onVmFailure"
          [options]="failures()"
          [value]="d.onVmFailure"
          (valueChange)="set({ onVmFailure: $event })"
        />
      }
      <clr-accordion>
        <clr-accordion-panel [clrAccordionPanelOpen]="!!(e.namingSchema || e.exclude)">
          <clr-accordion-title>{{ t().advanced }}</clr-accordion-title>
          <clr-accordion-content *clrIfExpanded>
            <dg-text
              [label]="t().schema"
              [help]="t().schemaHelp"
              [wide]="true"
              [error]="e.namingSchema"
              [value]="d.namingSchema"
              (valueChange)="set({ namingSchema: $event })"
            />
            @if (d.recursive) {
              <dg-area
                [label]="t().exclude"
                [help]="t().excludeHelp"
                [error]="e.exclude"
                [value]="d.exclude"
                (valueChange)="set({ exclude: $event })"
              />
            }
            <dg-check [label]="t().allowEmpty" [value]="d.allowEmpty" (valueChange)="set({ allowEmpty: $event })" />
            <dg-check [label]="t().catchUp" [value]="d.catchUp" (valueChange)="set({ catchUp: $event })" />
          </clr-accordion-content>
        </clr-accordion-panel>
      </clr-accordion>
      @if (wrong()) {
        <clr-alert clrAlertType="danger" [clrAlertClosable]="false" role="alert">
          <clr-alert-item>
            <span class="alert-text">{{ t().fix }}</span>
          </clr-alert-item>
        </clr-alert>
      }
      <div class="buttons">
        <button type="submit" class="btn btn-primary" [disabled]="work.busy()">{{ t().save }}</button>
        <button type="button" class="btn btn-outline" (click)="cancelled.emit()">{{ t().cancel }}</button>
      </div>
    </form>
    @if (losses(); as preview) {
      <clr-modal [clrModalOpen]="true" (clrModalOpenChange)="losses.set(undefined)" clrModalSize="lg">
        <h2 class="modal-title">{{ fill(t().retentionTitle, { name: d.name }) }}</h2>
        <div class="modal-body"><dg-retention [preview]="preview" /></div>
        <div class="modal-footer">
          <button type="button" class="btn btn-outline" (click)="losses.set(undefined)">{{ t().cancel }}</button>
          <button type="button" class="btn btn-danger" [disabled]="work.busy()" (click)="store()">
            {{ t().saveAnyway }}
          </button>
        </div>
      </clr-modal>
    }
  `,
  styles: `
    h1[cds-text] {
      margin: 0 0 var(--cds-global-space-7);
    }
    form {
      max-width: 60rem;
    }
    .beside {
      display: block;
    }
    @media (min-width: 768px) {
      .beside {
        margin-inline-start: calc(25% + var(--cds-global-space-5));
      }
    }
    .wrong {
      margin-top: 0;
      color: var(--cds-alias-status-danger);
    }
    clr-accordion {
      display: block;
      margin-top: var(--cds-global-space-8);
    }
    .buttons {
      margin-top: var(--cds-global-space-8);
    }
  `,
})
export class TaskForm {
  readonly datastore = input.required<Datastore>();
  /** The one to change; none to make one. */
  readonly task = input<SnapshotTask>();
  readonly saved = output<SnapshotTask>();
  readonly cancelled = output();

  private readonly api = inject(Api);
  private readonly host = inject(Host);
  protected readonly t = useTexts(texts);
  private readonly replication = useTexts(replicationTexts);
  protected readonly fill = useFill();
  protected readonly work = new Work();
  protected readonly zones = zones();
  private readonly form = viewChild.required<ElementRef<HTMLElement>>('form');
  private readonly asked = signal(false);
  /** What saving the change would have deleted; shown before it is saved. */
  protected readonly losses = signal<SchemaRetentionPreview | undefined>(undefined);

  protected readonly draft = linkedSignal<TaskDraft>(() => {
    const task = this.task();
    return task ? taskDraftOf(task) : newTask(this.datastore().name, ownZone());
  });
  /** One not in the list was made elsewhere, and stays. */
  protected readonly intervals = computed(() => {
    const known = intervals(this.replication());
    const own = this.draft().interval;
    return known.some((option) => option.value === own) ? known : [...known, { value: own, text: own }];
  });
  protected readonly units = computed(() => units(this.replication()));
  protected readonly modes = computed(() => [
    { value: 'SIMPLE' as const, text: this.t().simple },
    { value: 'CRON' as const, text: this.t().cron },
  ]);
  protected readonly failures = computed(() => [
    { value: 'CONTINUE' as const, text: this.t().CONTINUE },
    { value: 'FAIL' as const, text: this.t().FAIL },
  ]);
  /** In the person's language; 5 January 1970 was a Monday. */
  protected readonly days = computed(() =>
    WEEKDAYS.map((value, index) => ({
      value,
      text: new Intl.DateTimeFormat(this.host.locale(), { weekday: 'short', timeZone: 'UTC' }).format(
        (index + 4) * 86_400_000,
      ),
    })),
  );
  private readonly found = computed(() => brokenTask(this.draft()));
  protected readonly schedule = computed(() => {
    const found = this.found();
    return found.begin || found.end || found.cron || found.weekdays ? undefined : timesOf(this.draft());
  });
  private readonly broken = computed(() => (this.asked() ? this.found() : {}));
  protected readonly errors = computed(() =>
    fieldErrors(
      Object.keys(this.draft()) as (keyof TaskDraft)[],
      inWords(this.broken(), this.t()),
      this.work.problem(),
      TASK_FIELDS,
    ),
  );
  protected readonly wrong = computed(() => Object.keys(this.broken()).length > 0);

  protected set(change: Partial<TaskDraft>): void {
    this.draft.update((draft) => ({ ...draft, ...change }));
  }

  protected choose(day: Weekday, wanted: boolean): void {
    const chosen = this.draft().weekdays;
    this.set({ weekdays: WEEKDAYS.filter((known) => (known === day ? wanted : chosen.includes(known))) });
  }

  /** A change that would delete something is shown first, and saved only then. */
  protected async save(): Promise<void> {
    this.asked.set(true);
    if (this.wrong()) {
      focusWrong(this.form().nativeElement);
      return;
    }
    let preview: SchemaRetentionPreview | undefined;
    const task = this.task();
    if (task) {
      const done = await this.work.do(async () => (preview = await this.preview(task.id)));
      if (!done) {
        return;
      }
    }
    if (preview?.deletions) {
      this.losses.set(preview);
    } else {
      await this.store();
    }
  }

  private preview(id: string): Promise<SchemaRetentionPreview> {
    const params = { path: { id } };
    return answer(
      this.api.client.POST('/snapshot-tasks/{id}/retention-preview', {
        params,
        body: patchOf(taskOrderOf(this.draft())),
      }),
    );
  }

  protected async store(): Promise<void> {
    await this.work.do(async () => {
      const task = this.task();
      const order = taskOrderOf(this.draft());
      const stored = task
        ? this.api.client.PATCH('/snapshot-tasks/{id}', {
            params: { path: { id: task.id }, header: ifMatch(task.version) },
            body: patchOf(order),
          })
        : this.api.client.POST('/snapshot-tasks', { body: { ...order, datastoreId: this.datastore().id } });
      this.saved.emit(await answer<SnapshotTask>(stored));
    });
    this.losses.set(undefined);
  }
}
