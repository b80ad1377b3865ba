import { Component, computed, inject, output, signal } from '@angular/core';
import { FormsModule } from '@angular/forms';
import { ClrFormsModule } from '@clr/angular/forms';
import { ClrModalModule } from '@clr/angular/modal';
import { answer, Api } from '../../api/api';
import { Role, Token } from '../../api/model';
import { errorWithin, fieldError } from '../../api/problem';
import { SchemaToken } from '../../api/schema';
import { useTexts } from '../../i18n/use-texts';
import { dayEnds } from '../../shared/calendar';
import { CopyText } from '../../shared/copy-text';
import { DateField } from '../../shared/form/date-field';
import { SelectField } from '../../shared/form/select-field';
import { TextField } from '../../shared/form/text-field';
import { ProblemAlert } from '../../shared/problem-alert';
import { Work } from '../../shared/work';
import { DatastoreChoice } from './datastore-choice';
import { texts } from './settings.texts';

/** Makes a token; its secret is shown once, in the same dialog. */
@Component({
  selector: 'dg-token-form',
  imports: [
    FormsModule,
    ClrFormsModule,
    ClrModalModule,
    TextField,
    DateField,
    SelectField,
    DatastoreChoice,
    CopyText,
    ProblemAlert,
  ],
  template: `
    <clr-modal
      [clrModalOpen]="true"
      (clrModalOpenChange)="closed.emit()"
      [clrModalStaticBackdrop]="true"
      clrModalSize="md"
    >
      <h2 class="modal-title">{{ t().add }}</h2>
      <div class="modal-body">
        @if (secret(); as secret) {
          <p>{{ t().secretOnce }}</p>
          <dg-copy [text]="secret" />
        } @else {
          @if (work.problem(); as problem) {
            <dg-problem [problem]="problem" />
          }
          <form id="dg-token" clrForm clrLayout="horizontal" [clrLabelSize]="4" (ngSubmit)="make()">
            <dg-text
              [label]="t().name"
              [required]="true"
              [error]="nameError()"
              [value]="name()"
              (valueChange)="name.set($event)"
            />
            <dg-select
              [label]="t().role"
              [help]="t().roleHelp"
              [options]="roles()"
              [value]="role()"
              (valueChange)="role.set($event)"
            />
            <dg-date
              [label]="t().expires"
              [help]="t().expiresHelp"
              [error]="expiresError()"
              [value]="expires()"
              (valueChange)="expires.set($event)"
            />
            <dg-select [label]="t().scope" [options]="scopes()" [value]="scope()" (valueChange)="scope.set($event)" />
            @if (scope() === 'SOME') {
              <dg-datastore-choice
                [error]="datastoresError()"
                [chosen]="datastores()"
                (chosenChange)="datastores.set($event)"
              />
            }
          </form>
        }
      </div>
      <div class="modal-footer">
        @if (secret()) {
          <button type="button" class="btn btn-primary" (click)="closed.emit()">{{ t().close }}</button>
        } @else {
          <button type="button" class="btn btn-outline" (click)="closed.emit()">{{ t().cancel }}</button>
          <button type="submit" form="dg-token" class="btn btn-primary" [disabled]="work.busy()">{{ t().add }}</button>
        }
      </div>
    </clr-modal>
  `,
})
export class TokenForm {
  readonly closed = output();

  private readonly api = inject(Api);
  protected readonly t = useTexts(texts);
  protected readonly work = new Work();
  private readonly asked = signal(false);
  protected readonly name = signal('');
  protected readonly role = signal<Role>('VIEW');
  protected readonly expires = signal('');
  protected readonly scope = signal<'ALL' | 'SOME'>('ALL');
  protected readonly datastores = signal<ReadonlyMap<string, string>>(new Map());
  protected readonly secret = signal<string | undefined>(undefined);
  protected readonly roles = computed(() => [
    { value: 'VIEW' as const, text: this.t().VIEW },
    { value: 'SNAPSHOT' as const, text: this.t().SNAPSHOT },
    { value: 'REPLICATE' as const, text: this.t().REPLICATE },
    { value: 'RESTORE' as const, text: this.t().RESTORE },
    { value: 'CONFIGURE' as const, text: this.t().CONFIGURE },
  ]);
  protected readonly scopes = computed(() => [
    { value: 'ALL' as const, text: this.t().everywhere },
    { value: 'SOME' as const, text: this.t().someDatastores },
  ]);
  private readonly ends = computed(() => dayEnds(this.expires()));
  private readonly nameWrong = computed(() => this.name().trim() === '' || this.name().trim().length > 80);
  private readonly expiresWrong = computed(() => this.expires() !== '' && !(Number(this.ends()) > Date.now()));
  private readonly datastoresWrong = computed(() => this.scope() === 'SOME' && this.datastores().size === 0);
  protected readonly nameError = computed(() =>
    this.asked() && this.nameWrong() ? this.t().errName : fieldError(this.work.problem(), 'name'),
  );
  protected readonly expiresError = computed(() =>
    this.asked() && this.expiresWrong() ? this.t().errExpires : fieldError(this.work.problem(), 'expiresAt'),
  );
  protected readonly datastoresError = computed(() =>
    this.asked() && this.datastoresWrong() ? this.t().errDatastores : errorWithin(this.work.problem(), 'datastoreIds'),
  );

  protected async make(): Promise<void> {
    this.asked.set(true);
    if (this.nameWrong() || this.expiresWrong() || this.datastoresWrong()) {
      return;
    }
    await this.work.do(async () => {
      const expires = this.ends();
      const body = {
        name: this.name().trim(),
        role: this.role(),
        ...(expires ? { expiresAt: expires.toISOString() } : {}),
        ...(this.scope() === 'SOME' ? { datastoreIds: [...this.datastores().keys()] } : {}),
      } as SchemaToken;
      const token = await answer<Token>(this.api.client.POST('/tokens', { body }));
      this.secret.set(token.secret);
    });
  }
}
