import { Component, computed, signal } from '@angular/core';
import { FormsModule } from '@angular/forms';
import { answer } from '../../api/api';
import { everything } from '../../api/everything';
import { Dataset, Datastore, Page } from '../../api/model';
import { fieldError } from '../../api/problem';
import { CopyText } from '../../shared/copy-text';
import { FollowedRunView } from '../../shared/followed-run';
import { TextField } from '../../shared/form/text-field';
import { PageFrame } from '../../shared/page-frame';
import { ProblemAlert } from '../../shared/problem-alert';
import { useRights } from '../../shared/rights';
import { watched } from '../../shared/watched';
import { brokenRule, defaultCloneName } from './clone-name';
import { WayBack } from './way-back';

const MOST_NAMES = 5000;

/** Makes a writable copy of a snapshot beside the original, and says what to do with it then. */
@Component({
  selector: 'dg-clone',
  imports: [CopyText, FollowedRunView, FormsModule, PageFrame, ProblemAlert, TextField],
  template: `
    @if (work.problem(); as problem) {
      <dg-problem [problem]="problem" />
    }
    @if (followed.run(); as run) {
      <dg-followed-run [of]="run" [going]="t().cloning" [done]="done()" (left)="left.emit(run.id)">
        @if (succeeded()) {
          <p>{{ t().clonedNext }}</p>
          <ol class="steps">
            <li>
              {{ volume() ? fill(t().nextDevice, { device: device() }) : fill(t().nextShare, { name: sent() }) }}
            </li>
            <li>{{ volume() ? t().nextResignature : t().nextMount }}</li>
            <li>
              {{ t().nextDestroy }}
              <dg-copy [text]="destroy()" />
            </li>
          </ol>
        }
      </dg-followed-run>
    } @else {
      <dg-page [of]="mapping">
        <p class="first">
          {{
            fill(t().cloneOf, {
              dataset: snapshot().dataset,
              time: format.time(snapshot().created),
              name: snapshot().name,
            })
          }}
        </p>
        <form (ngSubmit)="clone()" clrForm>
          <dg-text
            [label]="t().cloneName"
            [help]="fill(t().cloneNameHelp, { pool: pool() })"
            [wide]="true"
            [required]="true"
            [error]="error()"
            [value]="name()"
            (valueChange)="rename($event)"
          />
          <div class="buttons">
            <button type="submit" class="btn btn-primary" [disabled]="work.busy() || !!broken()">
              {{ t().clone }}
            </button>
            <button type="button" class="btn btn-outline" (click)="left.emit(undefined)">{{ leave() }}</button>
          </div>
        </form>
      </dg-page>
      @if (!mapping.hasValue()) {
        <div class="buttons">
          <button type="button" class="btn btn-outline" (click)="left.emit(undefined)">{{ leave() }}</button>
        </div>
      }
    }
  `,
  styles: `
    .first {
      margin-top: 0;
    }
    .buttons {
      margin-top: var(--cds-global-space-7);
    }
    .steps {
      margin-inline-start: var(--cds-global-space-7);
    }
  `,
})
export class Clone extends WayBack {
  /** Whether it is a filesystem or a volume decides what to do with the clone. */
  protected readonly mapping = watched(
    () => this.datastore(),
    async (id, signal) =>
      (await answer<Datastore>(this.api.client.GET('/datastores/{id}', { params: { path: { id } }, signal }))).mapping,
  );
  protected readonly volume = computed(() => this.mapping.value()?.datasetType === 'VOLUME');
  protected readonly pool = computed(() => this.snapshot().dataset.split('/')[0] ?? '');
  /** The names that are taken, for those who may see the machine: others are told by the server when they try one. */
  private readonly rights = useRights();
  private readonly datasets = watched(
    () => (this.rights.may('VIEW') ? this.mapping.value()?.nasSystemId : undefined),
    (id, signal) =>
      everything<Dataset>(
        (cursor) =>
          answer<Page<Dataset>>(
            this.api.client.GET('/nas-systems/{id}/datasets', {
              params: { path: { id }, query: { cursor, limit: '500' } },
              signal,
            }),
          ),
        MOST_NAMES,
      ),
  );
  private readonly typed = signal<string | undefined>(undefined);
  private readonly proposed = computed(() =>
    defaultCloneName(this.snapshot(), new Set(this.datasets.value()?.items.map(({ name }) => name))),
  );
  protected readonly name = computed(() => this.typed() ?? this.proposed());
  /** What was asked for, which the field may not say any more. */
  protected readonly sent = signal('');
  protected readonly broken = computed(() => brokenRule(this.name().trim(), this.snapshot()));
  protected readonly error = computed(() => {
    const rule = this.broken();
    return rule ? this.fill(this.t()[rule], { pool: this.pool() }) : fieldError(this.work.problem(), 'name');
  });
  protected readonly done = computed(() =>
    this.succeeded() ? this.fill(this.t().cloned, { name: this.sent() }) : undefined,
  );
  /** A blank is written so there. */
  protected readonly device = computed(() => `/dev/zvol/${this.sent().replaceAll(' ', '+')}`);
  /** Quoted for a shell, because ZFS allows blanks in names. */
  protected readonly destroy = computed(() => `zfs destroy '${this.sent()}'`);

  protected rename(name: string): void {
    this.typed.set(name);
    this.work.forget();
  }

  protected async clone(): Promise<void> {
    const name = this.name().trim();
    if (this.broken()) {
      return;
    }
    this.sent.set(name);
    await this.follow(() =>
      this.api.client.POST('/datastores/{id}/snapshots/{guid}/clone', { params: this.params(), body: { name } }),
    );
  }
}
