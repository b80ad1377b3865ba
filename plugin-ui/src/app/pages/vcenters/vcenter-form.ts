import { Component, computed, inject, input, linkedSignal, output, signal } from '@angular/core';
import { FormsModule } from '@angular/forms';
import { ClrFormsModule } from '@clr/angular/forms';
import { ClrModalModule } from '@clr/angular/modal';
import { ClrSpinnerModule } from '@clr/angular/progress/spinner';
import { answer, Api, ifMatch } from '../../api/api';
import { Vcenter } from '../../api/model';
import { SchemaCertificateScan, SchemaVcenter } from '../../api/schema';
import { useFill, useTexts } from '../../i18n/use-texts';
import { CheckField } from '../../shared/form/check-field';
import { fieldErrors, inWords } from '../../shared/form/field-errors';
import { TextField } from '../../shared/form/text-field';
import { Formatting } from '../../shared/formatting';
import { ProblemAlert } from '../../shared/problem-alert';
import { Work } from '../../shared/work';
import { texts } from './vcenters.texts';

interface Draft {
  name: string;
  url: string;
  username: string;
  password: string;
}
type Rule = 'errUrl' | 'errUser' | 'errPassword' | 'errTrust';

const FIELDS = ['name', 'url', 'username', 'password', 'trust'] as const;

/** Adds a vCenter, or changes one. Its password goes nowhere before a person has compared its certificate. */
@Component({
  selector: 'dg-vcenter-form',
  imports: [FormsModule, ClrFormsModule, ClrModalModule, ClrSpinnerModule, TextField, CheckField, ProblemAlert],
  template: `
    @let d = draft();
    @let e = errors();
    <clr-modal
      [clrModalOpen]="true"
      (clrModalOpenChange)="closed.emit()"
      clrModalSize="lg"
      [clrModalStaticBackdrop]="true"
    >
      <h2 class="modal-title">{{ vcenter() ? fill(t().editTitle, { name: vcenter()?.name ?? '' }) : t().add }}</h2>
      <div class="modal-body">
        @if (work.problem(); as problem) {
          <dg-problem [problem]="problem" />
        }
        <form id="dg-vcenter" clrForm clrLayout="horizontal" [clrLabelSize]="3" (ngSubmit)="save()">
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
            [label]="t().name"
            [help]="t().nameHelp"
            [error]="e.name"
            [value]="d.name"
            (valueChange)="set({ name: $event })"
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
            [help]="vcenter() ? t().passwordKept : undefined"
            type="password"
            [error]="e.password"
            [value]="d.password"
            (valueChange)="set({ password: $event })"
          />
        </form>
        @if (offered(); as shown) {
          <p>
            {{ t().fingerprint }}
            <br />
            <code class="dg-code">{{ shown.fingerprint }}</code>
          </p>
          <dl class="facts">
            <dt>{{ t().subject }}</dt>
            <dd>{{ shown.subject }}</dd>
            <dt>{{ t().issuer }}</dt>
            <dd>{{ shown.issuer === shown.subject ? t().itself : shown.issuer }}</dd>
            <dt>{{ t().valid }}</dt>
            <dd>{{ format.time(shown.validFrom, 'DATE') }} – {{ format.time(shown.validUntil, 'DATE') }}</dd>
          </dl>
          @if (expired()) {
            <p class="wrong">{{ t().expired }}</p>
          }
          <p>{{ t().compare }}</p>
          <dg-check
            [label]="t().compared"
            [value]="compared()"
            (valueChange)="compared.set($event)"
            [error]="compared() ? undefined : e.trust"
          />
        } @else if (trusted()) {
          <p>
            {{ t().fingerprint }}
            <br />
            <code class="dg-code">{{ vcenter()?.fingerprint }}</code>
          </p>
        } @else {
          <p class="dg-muted">{{ t().trustHelp }}</p>
          @if (e.trust) {
            <p class="wrong" role="alert">{{ e.trust }}</p>
          }
        }
        @if (asking.busy()) {
          <clr-spinner clrInline></clr-spinner>
          {{ t().asking }}
        } @else {
          @if (asking.problem(); as problem) {
            <dg-problem [problem]="problem" />
          }
          <button type="button" class="btn btn-sm" [disabled]="!askable()" (click)="ask()">
            {{ offered() ? t().askAgain : t().ask }}
          </button>
        }
      </div>
      <div class="modal-footer">
        <button type="button" class="btn btn-outline" (click)="closed.emit()">{{ t().cancel }}</button>
        <button type="submit" form="dg-vcenter" class="btn btn-primary" [disabled]="work.busy()">
          {{ vcenter() ? t().save : t().add }}
        </button>
      </div>
    </clr-modal>
  `,
  styles: `
    .wrong {
      color: var(--cds-alias-status-danger);
    }
    dg-check {
      display: block;
      margin-bottom: var(--cds-global-space-6);
    }
    .facts {
      display: grid;
      grid-template-columns: max-content 1fr;
      gap: var(--cds-global-space-3) var(--cds-global-space-7);
      margin: var(--cds-global-space-5) 0 0;
    }
    dt {
      color: var(--cds-alias-typography-color-300);
    }
    dd {
      margin: 0;
      overflow-wrap: anywhere;
    }
  `,
})
export class VcenterForm {
  /** The one to change; none to add one. */
  readonly vcenter = input<Vcenter>();
  readonly closed = output();

  private readonly api = inject(Api);
  protected readonly format = inject(Formatting);
  protected readonly t = useTexts(texts);
  protected readonly fill = useFill();
  protected readonly work = new Work();
  protected readonly asking = new Work();
  private readonly asked = signal(false);
  protected readonly draft = linkedSignal<Draft>(() => ({
    name: this.vcenter()?.name ?? '',
    url: this.vcenter()?.url ?? '',
    username: this.vcenter()?.username ?? '',
    password: '',
  }));
  private readonly found = signal<{ of: string; shown: SchemaCertificateScan } | undefined>(undefined);
  /** That of the address which stands in the form now. */
  protected readonly offered = computed(() => {
    const found = this.found();
    return found?.of === this.draft().url.trim() ? found.shown : undefined;
  });
  protected readonly expired = computed(() => Date.parse(this.offered()?.validUntil ?? '') < this.format.now());
  protected readonly compared = linkedSignal(() => {
    this.offered();
    return false;
  });
  protected readonly trusted = computed(() => {
    const vcenter = this.vcenter();
    return vcenter !== undefined && vcenter.url === this.draft().url.trim();
  });
  protected readonly askable = computed(() => /^https:\/\/\S+$/.test(this.draft().url.trim()));

  private readonly broken = computed<Partial<Record<keyof Draft | 'trust', Rule>>>(() => {
    const d = this.draft();
    const confirmed = this.offered() !== undefined ? this.compared() : this.trusted();
    return {
      ...(this.askable() ? {} : { url: 'errUrl' }),
      ...(d.username.trim() ? {} : { username: 'errUser' }),
      ...(d.password || this.trusted() ? {} : { password: 'errPassword' }),
      ...(confirmed ? {} : { trust: 'errTrust' }),
    };
  });
  protected readonly errors = computed(() =>
    fieldErrors(FIELDS, inWords(this.asked() ? this.broken() : {}, this.t()), this.work.problem(), {
      trust: ['fingerprint'],
    }),
  );

  protected set(change: Partial<Draft>): void {
    this.draft.update((draft) => ({ ...draft, ...change }));
  }

  protected async ask(): Promise<void> {
    const url = this.draft().url.trim();
    await this.asking.do(async () =>
      this.found.set({
        of: url,
        shown: await answer<SchemaCertificateScan>(this.api.client.POST('/certificate-scans', { body: { url } })),
      }),
    );
  }

  protected async save(): Promise<void> {
    this.asked.set(true);
    if (Object.keys(this.broken()).length > 0) {
      return;
    }
    const d = this.draft();
    const vcenter = this.vcenter();
    const fingerprint = this.offered()?.fingerprint ?? vcenter?.fingerprint;
    const body = {
      ...(d.name.trim() ? { name: d.name.trim() } : {}),
      url: d.url.trim(),
      username: d.username.trim(),
      ...(d.password ? { password: d.password } : {}),
      fingerprint,
    } as SchemaVcenter;
    const done = await this.work.do(() =>
      vcenter
        ? answer<Vcenter>(
            this.api.client.PATCH('/vcenters/{id}', {
              params: { path: { id: vcenter.id }, header: ifMatch(vcenter.version) },
              body,
            }),
          )
        : answer<Vcenter>(this.api.client.POST('/vcenters', { body })),
    );
    if (done) {
      this.closed.emit();
    }
  }
}
