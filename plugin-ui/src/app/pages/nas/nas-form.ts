import { Component, computed, inject, input, linkedSignal, output, signal } from '@angular/core';
import { FormsModule } from '@angular/forms';
import { ClrModalModule } from '@clr/angular/modal';
import { ClrFormsModule } from '@clr/angular/forms';
import { answer, Api, ifMatch } from '../../api/api';
import { NasSystem } from '../../api/model';
import { SchemaNasSystem } from '../../api/schema';
import { useFill, useTexts } from '../../i18n/use-texts';
import { AreaField } from '../../shared/form/area-field';
import { CheckField } from '../../shared/form/check-field';
import { fieldErrors, inWords } from '../../shared/form/field-errors';
import { TextField } from '../../shared/form/text-field';
import { ProblemAlert } from '../../shared/problem-alert';
import { Work } from '../../shared/work';
import { HostKey } from './host-key';
import { broken, draftOf, NasDraft, NasField, orderOf } from './nas-draft';
import { NasConnect } from './nas-connect';
import { texts } from './nas.texts';

const FIELDS: readonly NasField[] = ['name', 'host', 'port', 'user', 'sudo', 'addresses', 'hostKey'];

/** Adds a NAS system, or changes one. After adding, the key to install and a test follow in the same dialog. */
@Component({
  selector: 'dg-nas-form',
  imports: [
    ClrModalModule,
    ClrFormsModule,
    FormsModule,
    TextField,
    AreaField,
    CheckField,
    HostKey,
    NasConnect,
    ProblemAlert,
  ],
  template: `
    <clr-modal [clrModalOpen]="true" (clrModalOpenChange)="close()" clrModalSize="lg" [clrModalStaticBackdrop]="true">
      <h2 class="modal-title">{{ title() }}</h2>
      <div class="modal-body">
        @if (added(); as nas) {
          <dg-nas-connect [nas]="nas" />
        } @else {
          @if (work.problem(); as problem) {
            <dg-problem [problem]="problem" />
          }
          <form id="dg-nas" clrForm clrLayout="horizontal" [clrLabelSize]="3" (ngSubmit)="save()">
            <dg-text
              [label]="t().name"
              [help]="t().nameHelp"
              [error]="errors().name"
              [required]="true"
              [value]="draft().name"
              (valueChange)="set({ name: $event })"
            />
            <dg-text
              [label]="t().host"
              [help]="t().hostHelp"
              [error]="errors().host"
              [required]="true"
              [value]="draft().host"
              (valueChange)="set({ host: $event })"
            />
            <dg-text
              [label]="t().port"
              [error]="errors().port"
              [numeric]="true"
              [value]="draft().port"
              (valueChange)="set({ port: $event })"
            />
            <dg-text
              [label]="t().user"
              [help]="t().userHelp"
              [error]="errors().user"
              [value]="draft().user"
              (valueChange)="set({ user: $event })"
            />
            <dg-check
              [label]="t().sudo"
              [error]="errors().sudo"
              [value]="draft().sudo"
              (valueChange)="set({ sudo: $event })"
            />
            <dg-area
              [label]="t().addresses"
              [help]="t().addressesHelp"
              [error]="errors().addresses"
              [value]="draft().addresses"
              (valueChange)="set({ addresses: $event })"
            />
          </form>
          @if (trusted()) {
            <p>
              {{ t().stored }}
              <br />
              <code class="dg-code">{{ nas()?.hostKeyFingerprint }}</code>
            </p>
          }
          <dg-host-key
            [host]="draft().host"
            [port]="draft().port"
            [key]="draft().hostKey"
            (keyChange)="set({ hostKey: $event })"
            [error]="errors().hostKey"
          />
        }
      </div>
      <div class="modal-footer">
        @if (added()) {
          <button type="button" class="btn btn-primary" (click)="close()">{{ t().close }}</button>
        } @else {
          <button type="button" class="btn btn-outline" (click)="close()">{{ t().cancel }}</button>
          <button type="submit" form="dg-nas" class="btn btn-primary" [disabled]="work.busy()">
            {{ nas() ? t().save : t().add }}
          </button>
        }
      </div>
    </clr-modal>
  `,
})
export class NasForm {
  /** The one to change; none to add one. */
  readonly nas = input<NasSystem>();
  /** The dialog ended; with what was added or changed, if anything was. */
  readonly closed = output<NasSystem | undefined>();

  private readonly api = inject(Api);
  protected readonly t = useTexts(texts);
  private readonly fill = useFill();
  protected readonly work = new Work();
  protected readonly draft = linkedSignal<NasDraft>(() => draftOf(this.nas()));
  protected readonly added = signal<NasSystem | undefined>(undefined);
  private readonly asked = signal(false);

  protected readonly title = computed(() => {
    const t = this.t();
    const added = this.added();
    const nas = this.nas();
    return added
      ? this.fill(t.connectTitle, { name: added.name })
      : nas
        ? this.fill(t.editTitle, { name: nas.name })
        : t.add;
  });
  protected readonly trusted = computed(() => {
    const nas = this.nas();
    return nas?.hostKey !== undefined && nas.host === this.draft().host && String(nas.port) === this.draft().port;
  });
  protected readonly errors = computed(() => {
    const found = this.asked() ? broken(this.draft(), this.trusted()) : {};
    return fieldErrors(FIELDS, inWords(found, this.t()), this.work.problem());
  });

  protected set(change: Partial<NasDraft>): void {
    const moved = 'host' in change || 'port' in change;
    this.draft.update((draft) => ({ ...draft, ...(moved ? { hostKey: undefined } : {}), ...change }));
  }

  protected async save(): Promise<void> {
    this.asked.set(true);
    if (Object.keys(broken(this.draft(), this.trusted())).length > 0) {
      return;
    }
    const nas = this.nas();
    const body = orderOf(this.draft()) as SchemaNasSystem;
    await this.work.do(async () => {
      if (nas) {
        const params = { path: { id: nas.id }, header: ifMatch(nas.version) };
        this.closed.emit(await answer<NasSystem>(this.api.client.PATCH('/nas-systems/{id}', { params, body })));
      } else {
        this.added.set(await answer<NasSystem>(this.api.client.POST('/nas-systems', { body })));
      }
    });
  }

  protected close(): void {
    this.closed.emit(this.added());
  }
}
