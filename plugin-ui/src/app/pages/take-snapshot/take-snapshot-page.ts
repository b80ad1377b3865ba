import { Component, computed, inject, signal } from '@angular/core';
import { FormsModule } from '@angular/forms';
import { ClrAlertModule } from '@clr/angular/emphasis/alert';
import { ClrFormsModule } from '@clr/angular/forms';
import { answer, Api } from '../../api/api';
import { Datastore, Page, Run, Snapshot } from '../../api/model';
import { fieldError } from '../../api/problem';
import { SchemaSnapshotOrder } from '../../api/schema';
import { Host } from '../../host/host';
import { useFill, useTexts } from '../../i18n/use-texts';
import { FollowedRun, FollowedRunView } from '../../shared/followed-run';
import { CheckField } from '../../shared/form/check-field';
import { SelectField } from '../../shared/form/select-field';
import { TextField } from '../../shared/form/text-field';
import { PageFrame } from '../../shared/page-frame';
import { ProblemAlert } from '../../shared/problem-alert';
import { useRights } from '../../shared/rights';
import { RightsNote } from '../../shared/rights-note';
import { watched } from '../../shared/watched';
import { Work } from '../../shared/work';
import { texts } from './take-snapshot.texts';

/** The action Take snapshot: at once, or by a run that quiesces the virtual machines first. */
@Component({
  selector: 'dg-take-snapshot-page',
  imports: [
    PageFrame,
    FormsModule,
    ClrFormsModule,
    ClrAlertModule,
    TextField,
    SelectField,
    CheckField,
    ProblemAlert,
    FollowedRunView,
    RightsNote,
  ],
  template: `
    <dg-page [of]="datastore">
      @if (work.problem(); as problem) {
        <dg-problem [problem]="problem" />
      }
      @if (taken(); as names) {
        <clr-alert clrAlertType="success" [clrAlertClosable]="false" role="status">
          <clr-alert-item>
            <div class="alert-text">
              {{ t().taken }}
              @for (name of names; track name) {
                <div class="dg-code">{{ name }}</div>
              }
            </div>
          </clr-alert-item>
        </clr-alert>
        <div class="buttons">
          <button type="button" class="btn btn-primary" (click)="close()">{{ t().close }}</button>
        </div>
      } @else if (followed.run(); as run) {
        <dg-followed-run [of]="run" [going]="t().running" [done]="t().runDone" (left)="close()" />
      } @else {
        <p>
          {{ fill(t().of, { name: datastore.value()?.name ?? '' }) }}
          <span class="dg-muted">{{ datastore.value()?.mapping?.dataset }}</span>
        </p>
        <form clrForm (ngSubmit)="take()">
          <dg-text
            [label]="t().name"
            [help]="t().nameHelp"
            [wide]="true"
            [error]="nameError()"
            [value]="name()"
            (valueChange)="name.set($event)"
          />
          <dg-check [label]="t().recursive" [value]="recursive()" (valueChange)="recursive.set($event)" />
          <dg-check
            [label]="t().quiesce"
            [help]="t().quiesceHelp"
            [value]="quiesce()"
            (valueChange)="quiesce.set($event)"
          />
          @if (quiesce()) {
            <dg-select
              [label]="t().onVmFailure"
              [options]="failures()"
              [value]="onVmFailure()"
              (valueChange)="onVmFailure.set($event)"
            />
          }
          <p class="dg-muted">{{ t().keeps }}</p>
          <dg-rights-note [rights]="rights" needed="SNAPSHOT" />
          <div class="buttons">
            <button type="submit" class="btn btn-primary" [disabled]="work.busy() || !rights.may('SNAPSHOT')">
              {{ t().title }}
            </button>
            <button type="button" class="btn btn-outline" (click)="close()">{{ t().cancel }}</button>
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
export class TakeSnapshotPage {
  private readonly api = inject(Api);
  private readonly host = inject(Host);
  protected readonly t = useTexts(texts);
  protected readonly fill = useFill();
  protected readonly work = new Work();

  private readonly id = computed(() => this.host.objectIds()[0] ?? '');
  protected readonly rights = useRights(() => this.id());
  protected readonly datastore = watched(
    () => this.id(),
    (id, signal) => answer<Datastore>(this.api.client.GET('/datastores/{id}', { params: { path: { id } }, signal })),
  );
  protected readonly name = signal('');
  protected readonly recursive = signal(false);
  protected readonly quiesce = signal(false);
  protected readonly onVmFailure = signal<NonNullable<SchemaSnapshotOrder['onVmFailure']>>('CONTINUE');
  protected readonly failures = computed(() => [
    { value: 'CONTINUE' as const, text: this.t().CONTINUE },
    { value: 'FAIL' as const, text: this.t().FAIL },
  ]);
  protected readonly nameError = computed(() => fieldError(this.work.problem(), 'name'));
  protected readonly taken = signal<string[] | undefined>(undefined);
  protected readonly followed = new FollowedRun();

  protected async take(): Promise<void> {
    await this.work.do(async () => {
      const body = {
        ...(this.name().trim() ? { name: this.name().trim() } : {}),
        recursive: this.recursive(),
        ...(this.quiesce() ? { vmConsistent: true, onVmFailure: this.onVmFailure() } : {}),
      } as SchemaSnapshotOrder;
      const params = { path: { id: this.id() } };
      const made = await answer<Page<Snapshot> | Run>(
        this.api.client.POST('/datastores/{id}/snapshots', { params, body }),
      );
      if ('items' in made) {
        this.taken.set(made.items.map((snapshot) => `${snapshot.dataset}@${snapshot.name}`));
      } else {
        await this.followed.follow(made);
      }
    });
  }

  protected close(): void {
    this.host.closeModal(this.taken() ?? this.followed.run()?.id);
  }
}
