import { Component, computed, inject, input, output, signal } from '@angular/core';
import { FormsModule } from '@angular/forms';
import { ClrFormsModule } from '@clr/angular/forms';
import { ClrModalModule } from '@clr/angular/modal';
import { answer, Api } from '../../api/api';
import { Vcenter } from '../../api/model';
import { SchemaRegistrar, SchemaRegistration } from '../../api/schema';
import { useFill, useTexts } from '../../i18n/use-texts';
import { ConfirmName } from '../../shared/confirm-name';
import { CheckField } from '../../shared/form/check-field';
import { TextField } from '../../shared/form/text-field';
import { PageFrame } from '../../shared/page-frame';
import { ProblemAlert } from '../../shared/problem-alert';
import { Rights } from '../../shared/rights';
import { RightsNote } from '../../shared/rights-note';
import { watched } from '../../shared/watched';
import { Work } from '../../shared/work';
import { RegistrationState } from './registration-state';
import { texts } from './vcenters.texts';

/** How the plug-in stands at a vCenter; registers it, brings it up to date, takes it away. */
@Component({
  selector: 'dg-registration-dialog',
  imports: [
    FormsModule,
    ClrFormsModule,
    ClrModalModule,
    PageFrame,
    ProblemAlert,
    RightsNote,
    RegistrationState,
    TextField,
    CheckField,
    ConfirmName,
  ],
  template: `
    @if (leaving()) {
      <dg-confirm-name
        [title]="fill(t().unregisterTitle, { name: vcenter().name })"
        [name]="vcenter().name"
        [action]="t().unregister"
        [busy]="work.busy()"
        [problem]="work.problem()"
        (confirmed)="unregister()"
        (dismissed)="leaving.set(false)"
      >
        <p>{{ t().unregisterLoss }}</p>
      </dg-confirm-name>
    } @else {
      <clr-modal [clrModalOpen]="true" (clrModalOpenChange)="closed.emit()" clrModalSize="lg">
        <h2 class="modal-title">{{ fill(t().registrationTitle, { name: vcenter().name }) }}</h2>
        <div class="modal-body">
          @if (work.problem(); as problem) {
            <dg-problem [problem]="problem" />
          }
          <dg-page [of]="registration">
            @if (registration.value(); as r) {
              <dl class="facts">
                <dt>{{ t().plugin }}</dt>
                <dd><dg-registration-state [state]="r.state" /></dd>
                @if (r.version) {
                  <dt>{{ t().version }}</dt>
                  <dd>{{ r.version }}</dd>
                  <dt>{{ t().manifest }}</dt>
                  <dd class="dg-code">{{ r.manifestUrl }}</dd>
                  <dt>{{ t().fingerprint }}</dt>
                  <dd class="dg-code">{{ r.fingerprint }}</dd>
                }
                @if (r.drift?.length) {
                  <dt>{{ t().drift }}</dt>
                  @for (line of r.drift ?? []; track line) {
                    <dd>{{ line }}</dd>
                  }
                }
                @if (r.missingAlarms?.length) {
                  <dt>{{ t().alarms }}</dt>
                  <dd>{{ r.missingAlarms?.join(', ') }}</dd>
                }
              </dl>
            }
          </dg-page>
          @if (rights().may('CONFIGURE')) {
            <form clrForm>
              <dg-check [label]="t().once" [help]="t().onceHelp" [value]="other()" (valueChange)="other.set($event)" />
              @if (other()) {
                <dg-text [label]="t().user" [wide]="true" [value]="username()" (valueChange)="username.set($event)" />
                <dg-text
                  [label]="t().password"
                  type="password"
                  [value]="password()"
                  (valueChange)="password.set($event)"
                />
              }
            </form>
          } @else {
            <dg-rights-note [rights]="rights()" needed="CONFIGURE" />
          }
        </div>
        <div class="modal-footer">
          <button type="button" class="btn btn-outline" (click)="closed.emit()">{{ t().close }}</button>
          @if (there() && rights().may('CONFIGURE')) {
            <button type="button" class="btn btn-danger-outline" [disabled]="work.busy()" (click)="leaving.set(true)">
              {{ t().unregister }}
            </button>
          }
          @if (registration.hasValue() && rights().may('CONFIGURE')) {
            <button type="button" class="btn btn-primary" [disabled]="work.busy()" (click)="register()">
              {{ there() ? t().repair : t().register }}
            </button>
          }
        </div>
      </clr-modal>
    }
  `,
  styles: `
    .facts {
      display: grid;
      grid-template-columns: max-content 1fr;
      gap: var(--cds-global-space-3) var(--cds-global-space-7);
      margin: 0 0 var(--cds-global-space-7);
    }
    dt {
      color: var(--cds-alias-typography-color-300);
    }
    dd {
      grid-column: 2;
      margin: 0;
    }
  `,
})
export class RegistrationDialog {
  readonly vcenter = input.required<Vcenter>();
  readonly rights = input.required<Rights>();
  readonly closed = output();

  private readonly api = inject(Api);
  protected readonly t = useTexts(texts);
  protected readonly fill = useFill();
  protected readonly work = new Work();
  protected readonly leaving = signal(false);
  protected readonly other = signal(false);
  protected readonly username = signal('');
  protected readonly password = signal('');
  protected readonly registration = watched(
    () => this.vcenter().id,
    (id, signal) =>
      answer<SchemaRegistration>(
        this.api.client.GET('/vcenters/{id}/registration', { params: { path: { id } }, signal }),
      ),
  );
  protected readonly there = computed(() => {
    const state = this.registration.value()?.state;
    return state === 'REGISTERED' || state === 'DRIFTED';
  });

  private body(): SchemaRegistrar {
    return this.other() ? { username: this.username().trim(), password: this.password() } : {};
  }

  protected async register(): Promise<void> {
    const params = { path: { id: this.vcenter().id } };
    const body = this.body();
    if (await this.work.do(() => this.api.client.PUT('/vcenters/{id}/registration', { params, body }))) {
      this.registration.reload();
    }
  }

  protected async unregister(): Promise<void> {
    const params = { path: { id: this.vcenter().id } };
    const body = this.body();
    if (await this.work.do(() => this.api.client.DELETE('/vcenters/{id}/registration', { params, body }))) {
      this.leaving.set(false);
      this.registration.reload();
    }
  }
}
