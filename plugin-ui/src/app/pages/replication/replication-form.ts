import {
  Component,
  computed,
  ElementRef,
  inject,
  input,
  linkedSignal,
  output,
  resource,
  signal,
  viewChild,
} from '@angular/core';
import { FormsModule } from '@angular/forms';
import { ClrAccordionModule } from '@clr/angular/accordion';
import { ClrAlertModule } from '@clr/angular/emphasis/alert';
import { ClrFormsModule } from '@clr/angular/forms';
import { answer, Api, ifMatch } from '../../api/api';
import { everything } from '../../api/everything';
import { Dataset, Datastore, NasSystem, Page, ReplicationTask, SnapshotTask } from '../../api/model';
import { SchemaReplicationTask } from '../../api/schema';
import { useFill, useTexts } from '../../i18n/use-texts';
import { zones } from '../../shared/clock';
import { CheckField } from '../../shared/form/check-field';
import { focusWrong } from '../../shared/form/field';
import { fieldErrors, inWords } from '../../shared/form/field-errors';
import { LifetimeField } from '../../shared/form/lifetime-field';
import { SelectField } from '../../shared/form/select-field';
import { TextField } from '../../shared/form/text-field';
import { TimeField } from '../../shared/form/time-field';
import { ownZone } from '../../shared/format';
import { Formatting } from '../../shared/formatting';
import { ProblemAlert } from '../../shared/problem-alert';
import { Work } from '../../shared/work';
import { AdvancedFields } from './advanced-fields';
import { intervals, units } from './choices';
import {
  ADVANCED,
  broken,
  Draft,
  draftOf,
  isWhole,
  newDraft,
  orderOf,
  patchOf,
  SERVER_FIELDS,
  snapshotOrderOf,
} from './draft';
import { NasForm } from '../nas/nas-form';
import { RemoteNas } from './remote-nas';
import { texts } from './replication.texts';
import { WindowBar } from './window-bar';

const MOST_SUGGESTED = 1000;

/** What was saved; a new task is disabled until a person has seen its plan. */
export interface Saved {
  task: ReplicationTask;
  /** Whether it is to be enabled afterwards. */
  wanted: boolean;
  fresh: boolean;
}

/** Makes a replication task of a datastore, or changes one. The fields and their order are those of the old plugin. */
@Component({
  selector: 'dg-replication-form',
  imports: [
    FormsModule,
    ClrFormsModule,
    ClrAccordionModule,
    ClrAlertModule,
    TextField,
    TimeField,
    SelectField,
    LifetimeField,
    CheckField,
    WindowBar,
    RemoteNas,
    NasForm,
    AdvancedFields,
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
      <section>
        <h2 cds-text="section">{{ t().what }}</h2>
        <dg-text
          [label]="t().name"
          [help]="t().nameHelp"
          [wide]="true"
          [required]="true"
          [error]="e.name"
          [value]="d.name"
          (valueChange)="set({ name: $event })"
        />
        <dg-text [label]="t().datastore" [help]="behind()" [wide]="true" [readonly]="true" [value]="datastore().name" />
        @for (snapshots of snapshotTasks(); track snapshots.id) {
          <dg-check
            [label]="fill(t().snapshotsOf, { name: snapshots.name })"
            [error]="$first ? e.snapshotTaskIds : undefined"
            [value]="d.snapshotTaskIds.includes(snapshots.id)"
            (valueChange)="bind(snapshots.id, $event)"
          />
        } @empty {
          @if (!task()) {
            <dg-check
              [label]="t().snapshotsNew"
              [help]="t().snapshotsNewHelp"
              [error]="e.snapshotTaskIds"
              [value]="d.takeSnapshots"
              (valueChange)="set({ takeSnapshots: $event })"
            />
          }
        }
        @if (d.takeSnapshots) {
          <dg-select
            [label]="t().every"
            [options]="intervals()"
            [value]="d.interval"
            (valueChange)="set({ interval: $event })"
          />
          <dg-lifetime
            [label]="t().keep"
            [unitLabel]="t().keepUnit"
            [units]="units()"
            [error]="e.keep"
            [value]="d.keep"
            (valueChange)="set({ keep: $event })"
            [unit]="d.keepUnit"
            (unitChange)="set({ keepUnit: $event })"
          />
        }
        <dg-text
          [label]="t().remoteDataset"
          [help]="t().remoteDatasetHelp"
          [wide]="true"
          [required]="true"
          [suggestions]="suggestions()"
          [error]="e.remoteDataset"
          [value]="d.remoteDataset"
          (valueChange)="set({ remoteDataset: $event })"
        />
        <dg-check
          [label]="t().recursive"
          [help]="t().recursiveHelp"
          [error]="e.recursive"
          [value]="d.recursive"
          (valueChange)="set({ recursive: $event })"
        />
        <dg-check
          [label]="t().stale"
          [help]="t().staleHelp"
          [error]="e.deleteStaleSnapshots"
          [value]="d.deleteStaleSnapshots"
          (valueChange)="set({ deleteStaleSnapshots: $event })"
        />
      </section>
      <section>
        <h2 cds-text="section">{{ t().how }}</h2>
        <dg-select
          [label]="t().compression"
          [help]="t().compressionHelp"
          [options]="compressions()"
          [error]="e.compression"
          [value]="d.compression"
          (valueChange)="set({ compression: $event })"
        />
        <dg-text
          [label]="t().limit"
          [help]="limitHelp()"
          [numeric]="true"
          [error]="e.limit"
          [value]="d.limit"
          (valueChange)="set({ limit: $event })"
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
        <dg-check
          [label]="t().enabled"
          [help]="t().enabledHelp"
          [value]="d.enabled"
          (valueChange)="set({ enabled: $event })"
        />
      </section>
      <section>
        <h2 cds-text="section">{{ t().where }}</h2>
        <dg-remote-nas
          #remote
          [id]="d.nasSystemId"
          (idChange)="set({ nasSystemId: $event })"
          [sourceId]="datastore().mapping.nasSystemId"
          [direct]="d.transport === 'DIRECT'"
          [pull]="d.direction === 'PULL'"
          [error]="e.nasSystemId"
          (add)="adding.set(true)"
        />
        @if (d.transport === 'DIRECT') {
          <dg-text
            [label]="t().hostname"
            [help]="fill(t().hostnameHelp, { source: remote.source()?.name ?? '', host: remote.chosen()?.host ?? '–' })"
            [wide]="true"
            [error]="e.hostname"
            [value]="d.hostname"
            (valueChange)="set({ hostname: $event })"
          />
          <dg-text
            [label]="t().port"
            [help]="fill(t().portHelp, { port: '' + (remote.chosen()?.port ?? 22) })"
            [numeric]="true"
            [error]="e.port"
            [value]="d.port"
            (valueChange)="set({ port: $event })"
          />
          <dg-select
            [label]="t().cipher"
            [help]="t().cipherHelp"
            [options]="ciphers()"
            [error]="e.cipher"
            [value]="d.cipher"
            (valueChange)="set({ cipher: $event })"
          />
        }
      </section>
      <clr-accordion>
        <clr-accordion-panel [clrAccordionPanelOpen]="advancedWrong()">
          <clr-accordion-title>{{ t().advanced }}</clr-accordion-title>
          <clr-accordion-content *clrIfExpanded>
            <dg-advanced-fields [draft]="d" (draftChange)="draft.set($event)" [errors]="e" />
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
        <button type="submit" class="btn btn-primary" [disabled]="work.busy()">
          {{ task() ? t().save : t().saveAndPlan }}
        </button>
        <button type="button" class="btn btn-outline" (click)="cancelled.emit()">{{ t().cancel }}</button>
      </div>
    </form>
    @if (adding()) {
      <dg-nas-form (closed)="added($event)" />
    }
  `,
  styles: `
    h1[cds-text] {
      margin: 0 0 var(--cds-global-space-9);
    }
    section {
      max-width: 60rem;
      margin-bottom: var(--cds-global-space-9);
    }
    .buttons {
      margin-top: var(--cds-global-space-8);
    }
  `,
})
export class ReplicationForm {
  readonly datastore = input.required<Datastore>();
  /** Those of the datastore. */
  readonly snapshotTasks = input.required<readonly SnapshotTask[]>();
  /** The one to change; none to make one. */
  readonly task = input<ReplicationTask>();
  readonly saved = output<Saved>();
  readonly cancelled = output();

  private readonly api = inject(Api);
  private readonly format = inject(Formatting);
  protected readonly t = useTexts(texts);
  protected readonly fill = useFill();
  protected readonly work = new Work();
  protected readonly zones = zones();
  private readonly form = viewChild.required<ElementRef<HTMLElement>>('form');
  protected readonly remote = viewChild.required<RemoteNas>('remote');
  protected readonly adding = signal(false);
  private readonly asked = signal(false);
  /** Made already, where only the second part of saving failed. */
  private readonly madeSnapshotTask = signal<SnapshotTask | undefined>(undefined);

  protected readonly draft = linkedSignal<Draft>(() => {
    const task = this.task();
    return task ? draftOf(task) : newDraft(this.datastore().name, ownZone(), this.snapshotTasks());
  });

  protected readonly intervals = computed(() => intervals(this.t()));
  protected readonly units = computed(() => units(this.t()));
  protected readonly compressions = computed(() => [
    { value: 'OFF' as const, text: this.t().OFF },
    { value: 'LZ4' as const, text: this.t().LZ4 },
    { value: 'ZSTD' as const, text: this.t().ZSTD },
    { value: 'PIGZ' as const, text: this.t().PIGZ },
    { value: 'PLZIP' as const, text: this.t().PLZIP },
  ]);
  protected readonly ciphers = computed(() => [
    { value: 'STANDARD' as const, text: this.t().STANDARD },
    { value: 'FAST' as const, text: this.t().FAST },
  ]);
  protected readonly behind = computed(() => {
    const dataset = this.datastore().mapping.dataset ?? '';
    const nas = this.remote().source()?.name;
    return nas ? this.fill(this.t().onDataset, { dataset, nas }) : dataset;
  });
  protected readonly limitHelp = computed(() => {
    const limit = this.draft().limit;
    return isWhole(limit, 1, Number.MAX_SAFE_INTEGER)
      ? this.fill(this.t().limitIs, {
          rate: this.format.rate(Number(limit) * 1024),
          megabits: Math.round((Number(limit) * 8192) / 1e5) / 10,
        })
      : this.t().limitNone;
  });
  /** Names that fit: the target's datasets, with the source's name below them. */
  private readonly datasets = resource({
    params: () => this.draft().nasSystemId || undefined,
    loader: ({ params: id, abortSignal: signal }) =>
      everything<Dataset>(
        (cursor) =>
          answer<Page<Dataset>>(
            this.api.client.GET('/nas-systems/{id}/datasets', {
              params: { path: { id }, query: { cursor, limit: '500' } },
              signal,
            }),
          ),
        MOST_SUGGESTED,
      ),
  });
  protected readonly suggestions = computed(() => {
    const last = this.datastore().mapping.dataset?.split('/').pop() ?? 'vm';
    const known = this.datasets.hasValue() ? this.datasets.value().items : [];
    return known.filter((dataset) => dataset.type === 'FILESYSTEM').map((dataset) => `${dataset.name}/${last}`);
  });

  private readonly broken = computed(() => (this.asked() ? broken(this.draft()) : {}));
  protected readonly errors = computed(() =>
    fieldErrors(
      Object.keys(this.draft()) as (keyof Draft)[],
      inWords(this.broken(), this.t()),
      this.work.problem(),
      SERVER_FIELDS,
    ),
  );
  protected readonly wrong = computed(() => Object.keys(this.broken()).length > 0);
  protected readonly advancedWrong = computed(() => ADVANCED.some((field) => this.errors()[field]));

  protected set(change: Partial<Draft>): void {
    this.draft.update((draft) => ({ ...draft, ...change }));
  }

  protected bind(id: string, wanted: boolean): void {
    const others = this.draft().snapshotTaskIds.filter((known) => known !== id);
    this.set({ snapshotTaskIds: wanted ? [...others, id] : others });
  }

  protected added(nas: NasSystem | undefined): void {
    this.adding.set(false);
    if (nas) {
      this.remote().added(nas);
    }
  }

  protected async save(): Promise<void> {
    this.asked.set(true);
    if (this.wrong()) {
      focusWrong(this.form().nativeElement);
      return;
    }
    const done = await this.work.do(async () => {
      const task = this.task();
      this.saved.emit(
        task
          ? { task: await this.change(task), wanted: this.draft().enabled, fresh: false }
          : { task: await this.make(), wanted: this.draft().enabled, fresh: true },
      );
    });
    if (!done) {
      focusWrong(this.form().nativeElement);
    }
  }

  private change(task: ReplicationTask): Promise<ReplicationTask> {
    const draft = this.draft();
    const order = orderOf(draft);
    // A patch merges: properties that are no longer set have to be taken away by name.
    const gone = Object.fromEntries(Object.keys(task.propertyOverrides ?? {}).map((name) => [name, undefined]));
    const propertyOverrides = { ...gone, ...order.propertyOverrides };
    const body = patchOf({ ...order, propertyOverrides, snapshotTaskIds: [...draft.snapshotTaskIds] });
    const params = { path: { id: task.id }, header: ifMatch(task.version) };
    return answer(this.api.client.PATCH('/replication-tasks/{id}', { params, body: body as SchemaReplicationTask }));
  }

  private async make(): Promise<ReplicationTask> {
    const draft = this.draft();
    const datastoreId = this.datastore().id;
    if (draft.takeSnapshots) {
      this.madeSnapshotTask.set(await this.takeSnapshots());
    }
    const made = this.madeSnapshotTask();
    const snapshotTaskIds = [...draft.snapshotTaskIds, ...(made ? [made.id] : [])];
    const body = { ...orderOf(draft), datastoreId, snapshotTaskIds, enabled: false } as SchemaReplicationTask;
    return answer<ReplicationTask>(this.api.client.POST('/replication-tasks', { body }));
  }

  /** Where an earlier attempt made the snapshot task and then failed, that one is brought up to date. */
  private takeSnapshots(): Promise<SnapshotTask> {
    const body = snapshotOrderOf(this.draft(), this.draft().name.trim(), this.datastore().id);
    const made = this.madeSnapshotTask();
    return answer<SnapshotTask>(
      made
        ? this.api.client.PATCH('/snapshot-tasks/{id}', {
            params: { path: { id: made.id }, header: ifMatch(made.version) },
            body,
          })
        : this.api.client.POST('/snapshot-tasks', { body }),
    );
  }
}
