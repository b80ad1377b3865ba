import { Component, computed, ElementRef, inject, input, linkedSignal, output, signal, viewChild } from '@angular/core';
import { FormsModule } from '@angular/forms';
import { ClrAlertModule } from '@clr/angular/emphasis/alert';
import { ClrFormsModule } from '@clr/angular/forms';
import { ClrModalModule } from '@clr/angular/modal';
import { ClrSpinnerModule } from '@clr/angular/progress/spinner';
import { answer, Api, ifMatch } from '../../../api/api';
import { NotificationChannel } from '../../../api/model';
import { useFill, useTexts } from '../../../i18n/use-texts';
import { AreaField } from '../../../shared/form/area-field';
import { CheckField } from '../../../shared/form/check-field';
import { focusWrong } from '../../../shared/form/field';
import { fieldErrors, inWords } from '../../../shared/form/field-errors';
import { SelectField } from '../../../shared/form/select-field';
import { TextField } from '../../../shared/form/text-field';
import { ProblemAlert } from '../../../shared/problem-alert';
import { Work } from '../../../shared/work';
import {
  brokenChannel,
  ChannelDraft,
  channelDraftOf,
  ChannelField,
  kept,
  NEW_CHANNEL,
  orderOf,
  secured,
  Security,
  SERVER_FIELDS,
  USUAL_PORTS,
} from './channel-draft';
import { levels, whereTo } from './channel-words';
import { texts } from './notifications.texts';

/** Adds a notification channel, or changes one; it can be tried before it is saved. */
@Component({
  selector: 'dg-channel-form',
  imports: [
    FormsModule,
    ClrAlertModule,
    ClrFormsModule,
    ClrModalModule,
    ClrSpinnerModule,
    AreaField,
    CheckField,
    SelectField,
    TextField,
    ProblemAlert,
  ],
  template: `
    @let d = draft();
    @let e = errors();
    <clr-modal
      [clrModalOpen]="true"
      (clrModalOpenChange)="closed.emit()"
      clrModalSize="lg"
      [clrModalStaticBackdrop]="true"
    >
      <h2 class="modal-title">{{ stored() ? fill(t().editTitle, { name: stored()?.name ?? '' }) : t().addTitle }}</h2>
      <div class="modal-body">
        <form id="dg-channel" clrForm clrLayout="horizontal" [clrLabelSize]="3" (ngSubmit)="save()" #form>
          <dg-text
            [label]="t().name"
            [help]="t().nameHelp"
            [required]="true"
            [error]="e.name"
            [value]="d.name"
            (valueChange)="set({ name: $event })"
          />
          <dg-select
            [label]="t().notifyOn"
            [options]="levels()"
            [error]="e.notifyOn"
            [value]="d.notifyOn"
            (valueChange)="set({ notifyOn: $event })"
          />
          <dg-select
            [label]="t().kind"
            [options]="kinds()"
            [disabled]="!!stored()"
            [error]="e.kind"
            [value]="d.kind"
            (valueChange)="set({ kind: $event })"
          />
          @if (d.kind === 'MAIL') {
            <dg-text
              [label]="t().host"
              [help]="t().hostHelp"
              [wide]="true"
              [required]="true"
              [error]="e.host"
              [value]="d.host"
              (valueChange)="set({ host: $event })"
            />
            <dg-select
              [label]="t().security"
              [help]="d.security === 'NONE' ? t().noneWarning : undefined"
              [options]="securities()"
              [error]="e.security"
              [value]="d.security"
              (valueChange)="secure($event)"
            />
            <dg-text
              [label]="t().port"
              [help]="fill(t().portHelp, { port: ports[d.security] })"
              [numeric]="true"
              [required]="true"
              [error]="e.port"
              [value]="d.port"
              (valueChange)="set({ port: $event })"
            />
            <dg-text
              [label]="t().user"
              [help]="t().userHelp"
              [wide]="true"
              [error]="e.username"
              [value]="d.username"
              (valueChange)="set({ username: $event })"
            />
            <dg-text
              [label]="t().password"
              [help]="secretHelp()"
              type="password"
              [error]="e.password"
              [value]="d.password"
              (valueChange)="set({ password: $event })"
            />
            <dg-text
              [label]="t().from"
              [help]="t().fromHelp"
              [wide]="true"
              [required]="true"
              [error]="e.from"
              [value]="d.from"
              (valueChange)="set({ from: $event })"
            />
            <dg-area
              [label]="t().to"
              [help]="t().toHelp"
              [error]="e.to"
              [value]="d.to"
              (valueChange)="set({ to: $event })"
            />
          } @else {
            <dg-text
              [label]="t().url"
              [help]="t().urlHelp"
              [wide]="true"
              [required]="true"
              [error]="e.url"
              [value]="d.url"
              (valueChange)="set({ url: $event })"
            />
            <dg-text
              [label]="t().secret"
              [help]="secretHelp()"
              type="password"
              [wide]="true"
              [error]="e.secret"
              [value]="d.secret"
              (valueChange)="set({ secret: $event })"
            />
          }
          <dg-check
            [label]="t().enabled"
            [help]="t().enabledHelp"
            [value]="d.enabled"
            (valueChange)="set({ enabled: $event })"
          />
        </form>
        <div class="result" #result>
          @if (work.problem(); as problem) {
            <dg-problem [problem]="problem" [retryable]="problem.code === 'VERSION_CONFLICT'" (retry)="reload()" />
          }
          @if (testing.busy()) {
            <p role="status">
              <clr-spinner clrInline></clr-spinner>
              {{ t().testing }}
            </p>
          } @else if (testing.problem(); as problem) {
            <dg-problem [problem]="problem" />
          } @else if (tested()) {
            <clr-alert clrAlertType="success" [clrAlertClosable]="false" role="status">
              <clr-alert-item>
                <span class="alert-text">{{ fill(t().tested, { where: tested() ?? '' }) }}</span>
              </clr-alert-item>
            </clr-alert>
          }
        </div>
        @if (wrong()) {
          <clr-alert clrAlertType="danger" [clrAlertClosable]="false" role="alert">
            <clr-alert-item>
              <span class="alert-text">{{ t().fix }}</span>
            </clr-alert-item>
          </clr-alert>
        }
      </div>
      <div class="modal-footer">
        <button type="button" class="btn btn-outline" (click)="closed.emit()">{{ t().cancel }}</button>
        <button type="button" class="btn btn-outline" [disabled]="testing.busy() || work.busy()" (click)="test()">
          {{ t().test }}
        </button>
        <button type="submit" form="dg-channel" class="btn btn-primary" [disabled]="work.busy()">
          {{ stored() ? t().save : t().add }}
        </button>
      </div>
    </clr-modal>
  `,
  styles: `
    .result {
      margin-top: var(--cds-global-space-7);
    }
  `,
})
export class ChannelForm {
  /** The one to change; none to add one. */
  readonly channel = input<NotificationChannel>();
  readonly closed = output();

  private readonly api = inject(Api);
  protected readonly t = useTexts(texts);
  protected readonly fill = useFill();
  protected readonly work = new Work();
  protected readonly testing = new Work();
  protected readonly ports = USUAL_PORTS;
  private readonly form = viewChild.required<ElementRef<HTMLElement>>('form');
  private readonly result = viewChild.required<ElementRef<HTMLElement>>('result');
  /** As it is on the server, as far as is known here. */
  protected readonly stored = linkedSignal(() => this.channel());
  protected readonly draft = linkedSignal<ChannelDraft>(() => {
    const stored = this.stored();
    return stored ? channelDraftOf(stored) : NEW_CHANNEL;
  });
  private readonly asked = signal(false);
  /** Where the last test went, as long as it is about what stands in the form. */
  protected readonly tested = linkedSignal<ChannelDraft, string | undefined>({
    source: this.draft,
    computation: () => undefined,
  });
  protected readonly levels = computed(() => levels(this.t()));
  protected readonly kinds = computed(() => [
    { value: 'MAIL' as const, text: this.t().MAIL },
    { value: 'WEBHOOK' as const, text: this.t().WEBHOOK },
  ]);
  protected readonly securities = computed(() => [
    { value: 'STARTTLS' as const, text: this.t().STARTTLS },
    { value: 'TLS' as const, text: this.t().TLS },
    { value: 'NONE' as const, text: this.t().NONE },
  ]);
  /** What becomes of the stored password or secret when the field stays empty. */
  protected readonly secretHelp = computed(() => {
    const t = this.t();
    const stored = this.stored();
    const stays = kept(this.draft(), stored);
    return this.draft().kind === 'MAIL'
      ? stays
        ? t.passwordKept
        : stored?.passwordSet
          ? t.passwordAgain
          : undefined
      : stays
        ? t.secretKept
        : stored?.secretSet
          ? t.secretAgain
          : t.secretHelp;
  });
  private readonly broken = computed(() => (this.asked() ? brokenChannel(this.draft(), this.stored()) : {}));
  protected readonly errors = computed(() =>
    fieldErrors(
      Object.keys(this.draft()) as ChannelField[],
      inWords(this.broken(), this.t()),
      this.work.problem() ?? this.testing.problem(),
      SERVER_FIELDS,
    ),
  );
  protected readonly wrong = computed(() => Object.keys(this.broken()).length > 0);

  protected set(change: Partial<ChannelDraft>): void {
    this.draft.update((draft) => ({ ...draft, ...change }));
  }

  protected secure(security: Security): void {
    this.draft.update((draft) => secured(draft, security));
  }

  /** What is stored of it counts where the form is empty, as it would when it is saved. */
  protected async test(): Promise<void> {
    if (!this.whole()) {
      return;
    }
    const draft = this.draft();
    const body = { ...orderOf(draft), id: this.stored()?.id };
    const sent = await this.testing.do(() => this.api.client.POST('/notification-channels/test', { body }));
    if (sent && this.draft() === draft) {
      this.tested.set(whereTo(body, this.t(), this.fill));
    }
    this.showResult();
  }

  protected async save(): Promise<void> {
    if (!this.whole()) {
      return;
    }
    const body = orderOf(this.draft());
    const stored = this.stored();
    const done = await this.work.do(() =>
      stored
        ? this.api.client.PUT('/notification-channels/{id}', {
            params: { path: { id: stored.id }, header: ifMatch(stored.version) },
            body,
          })
        : this.api.client.POST('/notification-channels', { body }),
    );
    if (done) {
      this.closed.emit();
    } else {
      this.showResult();
      focusWrong(this.form().nativeElement);
    }
  }

  /** Starts anew with what stands in the form; shows what is missing in it. */
  private whole(): boolean {
    this.asked.set(true);
    this.work.forget();
    this.testing.forget();
    this.tested.set(undefined);
    if (this.wrong()) {
      focusWrong(this.form().nativeElement);
    }
    return !this.wrong();
  }

  /** The form is longer than many a window; what came of it stands at its end. */
  private showResult(): void {
    setTimeout(() => this.result().nativeElement.scrollIntoView({ block: 'nearest' }));
  }

  /** Somebody else changed it: what they made of it, for another try. */
  protected async reload(): Promise<void> {
    const id = this.stored()?.id ?? '';
    await this.work.do(async () =>
      this.stored.set(
        await answer<NotificationChannel>(
          this.api.client.GET('/notification-channels/{id}', { params: { path: { id } } }),
        ),
      ),
    );
  }
}
