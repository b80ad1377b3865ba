import { Component, computed, ElementRef, inject, linkedSignal } from '@angular/core';
import { FormsModule } from '@angular/forms';
import { ClrAlertModule } from '@clr/angular/emphasis/alert';
import { answer } from '../../api/api';
import { SchemaRollBackOrder } from '../../api/schema';
import { useTexts } from '../../i18n/use-texts';
import { FollowedRunView } from '../../shared/followed-run';
import { CheckField } from '../../shared/form/check-field';
import { TextField } from '../../shared/form/text-field';
import { PageFrame } from '../../shared/page-frame';
import { ProblemAlert } from '../../shared/problem-alert';
import { texts as common } from '../../shared/shared.texts';
import { watched } from '../../shared/watched';
import { doubts, Preview } from './restoring';
import { warnings } from './restore-words';
import { RollBackPreview } from './roll-back-preview';
import { WayBack } from './way-back';

const PATH = '/datastores/{id}/snapshots/{guid}/rollback';

/**
 * Takes a datastore back to a snapshot: shows what would be lost, has each consequence accepted and the name typed, and
 * then follows the run. What is sent says how new the preview was, so that nothing goes that nobody has seen.
 */
@Component({
  selector: 'dg-roll-back',
  imports: [
    CheckField,
    ClrAlertModule,
    FollowedRunView,
    FormsModule,
    PageFrame,
    ProblemAlert,
    RollBackPreview,
    TextField,
  ],
  template: `
    @if (followed.run(); as run) {
      @if (work.problem(); as problem) {
        <dg-problem [problem]="problem" />
      }
      <dg-followed-run [of]="run" [going]="t().rollingBack" [done]="done()" (left)="left.emit(run.id)">
        @if (succeeded()) {
          <p>{{ t().rolledBackNext }}</p>
        }
      </dg-followed-run>
    } @else {
      <dg-page [of]="preview">
        @if (preview.value(); as shown) {
          <p class="first">
            {{
              fill(t().rollBackOf, {
                dataset: shown.dataset,
                time: format.time(snapshot().created),
                ago: format.ago(snapshot().created),
                name: snapshot().name,
              })
            }}
          </p>
          <dg-roll-back-preview [preview]="shown" />
          <form (ngSubmit)="rollBack()" clrForm>
            @for (doubt of doubts(); track doubt.code) {
              <clr-alert [clrAlertType]="doubt.needsForce ? 'warning' : 'info'" [clrAlertClosable]="false">
                <clr-alert-item>
                  <div class="alert-text">
                    @if (warnings()[doubt.code]; as headline) {
                      <strong>{{ headline }}</strong>
                    }
                    @for (message of doubt.messages; track $index) {
                      <div lang="en">{{ message }}</div>
                    }
                  </div>
                </clr-alert-item>
              </clr-alert>
              @if (doubt.needsForce && possible()) {
                <dg-check
                  [label]="consequence(doubt.code)"
                  [value]="accepted().has(doubt.code)"
                  (valueChange)="accept(doubt.code, $event)"
                />
              }
            }
            @if (possible()) {
              <dg-text
                [label]="fill(common().confirmName, { name: snapshot().name })"
                [wide]="true"
                [required]="true"
                [value]="typed()"
                (valueChange)="typed.set($event)"
              />
            }
            @if (outdated()) {
              <clr-alert clrAlertType="warning" [clrAlertClosable]="false" role="alert">
                <clr-alert-item>
                  <span class="alert-text">
                    <strong>{{ t().outdated }}</strong>
                    <br />
                    {{ t().outdatedDetail }}
                  </span>
                  <div class="alert-actions">
                    <button type="button" class="btn alert-action" (click)="lookAgain()">{{ common().reload }}</button>
                  </div>
                </clr-alert-item>
              </clr-alert>
            } @else if (work.problem(); as problem) {
              <dg-problem [problem]="problem" [retryable]="true" (retry)="lookAgain()" />
            }
            <div class="buttons">
              @if (possible()) {
                <button type="submit" class="btn btn-danger" [disabled]="!sure()">{{ t().rollBack }}</button>
              } @else {
                <button type="button" class="btn btn-primary" [disabled]="preview.isLoading()" (click)="lookAgain()">
                  {{ t().askAgain }}
                </button>
              }
              <button type="button" class="btn btn-outline" (click)="left.emit(undefined)">{{ leave() }}</button>
            </div>
          </form>
        }
      </dg-page>
      @if (!preview.hasValue()) {
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
    /* With the warning that it is about. */
    dg-check {
      display: block;
      margin: calc(-1 * var(--cds-global-space-6)) 0 var(--cds-global-space-6);
    }
    .buttons {
      margin-top: var(--cds-global-space-7);
    }
  `,
})
export class RollBack extends WayBack {
  private readonly element = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
  protected readonly common = useTexts(common);
  protected readonly preview = watched(this.params, (params, signal) =>
    answer<Preview>(this.api.client.GET(PATH, { params, signal })),
  );
  protected readonly possible = computed(() => (this.preview.value()?.obstacles ?? []).length === 0);
  protected readonly doubts = computed(() => doubts(this.preview.value()));
  /** Both are about one preview: another one is read and confirmed anew. */
  protected readonly accepted = linkedSignal<Preview | undefined, ReadonlySet<string>>({
    source: this.preview.value,
    computation: () => new Set(),
  });
  protected readonly typed = linkedSignal({ source: this.preview.value, computation: () => '' });
  protected readonly outdated = computed(() => this.work.problem()?.code === 'VERSION_CONFLICT');
  protected readonly sure = computed(
    () =>
      this.possible() &&
      !this.outdated() &&
      !this.work.busy() &&
      !this.preview.isLoading() &&
      this.typed() === this.snapshot().name &&
      this.doubts().every((doubt) => !doubt.needsForce || this.accepted().has(doubt.code)),
  );
  protected readonly warnings = computed(() => warnings(this.t()));
  private readonly consequences = computed<Record<string, string>>(() => ({
    REPLICATION_BASE_LOST: this.t().forceREPLICATION_BASE_LOST,
    OWN_HOLDS: this.t().forceOWN_HOLDS,
    OTHER_DATASTORES: this.t().forceOTHER_DATASTORES,
  }));
  protected readonly done = computed(() =>
    this.succeeded() ? this.fill(this.t().rolledBack, { time: this.format.time(this.snapshot().created) }) : undefined,
  );

  protected consequence(code: string): string {
    return this.consequences()[code] ?? this.t().force;
  }

  protected accept(code: string, yes: boolean): void {
    this.accepted.update((accepted) => new Set([...accepted].filter((one) => one !== code).concat(yes ? code : [])));
  }

  /** From the top, because all of it may be something else now. */
  protected lookAgain(): void {
    this.work.forget();
    this.preview.reload();
    this.element.scrollIntoView();
  }

  protected async rollBack(): Promise<void> {
    const shown = this.preview.value();
    if (!this.sure() || !shown) {
      return;
    }
    const body = {
      confirm: this.typed(),
      newestGuid: shown.newestGuid ?? null,
      ...(this.accepted().size ? { force: true } : {}),
    } as SchemaRollBackOrder;
    await this.follow(() => this.api.client.POST(PATH, { params: this.params(), body }));
  }
}
