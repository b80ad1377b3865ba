import { Component, computed, inject, input, linkedSignal, output, signal } from '@angular/core';
import { FormsModule } from '@angular/forms';
import { ClrFormsModule } from '@clr/angular/forms';
import { ClrModalModule } from '@clr/angular/modal';
import { ClrSpinnerModule } from '@clr/angular/progress/spinner';
import { answer, Api, ifMatch } from '../../api/api';
import { Vcenter } from '../../api/model';
import { fieldError, ProblemError } from '../../api/problem';
import { SchemaVcenter } from '../../api/schema';
import { useFill, useTexts } from '../../i18n/use-texts';
import { CheckField } from '../../shared/form/check-field';
import { TextField } from '../../shared/form/text-field';
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

/** The certificate that a refusal names; the server tells it so that a person can compare it. */
export function offeredFingerprint(message: string): string | undefined {
  const all = message.match(/\b(?:[0-9A-F]{2}:){31}[0-9A-F]{2}\b/gi) ?? [];
  return all.find((fingerprint) => !/^[0:]+$/.test(fingerprint));
}

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
        @if (offered(); as fingerprint) {
          <p>
            {{ t().fingerprint }}
            <br />
            <code class="dg-code">{{ fingerprint }}</code>
          </p>
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
          <button type="button" class="btn btn-sm" [disabled]="!askable()" (click)="ask()">{{ t().ask }}</button>
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
  `,
})
export class VcenterForm {
  /** The one to change; none to add one. */
  readonly vcenter = input<Vcenter>();
  readonly closed = output();

  private readonly api = inject(Api);
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
  private readonly found = signal<{ url: string; fingerprint: string } | undefined>(undefined);
  /** That of the address which stands in the form now. */
  protected readonly offered = computed(() => {
    const found = this.found();
    return found?.url === this.draft().url.trim() ? found.fingerprint : undefined;
  });
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
  protected readonly errors = computed<Partial<Record<keyof Draft | 'trust', string>>>(() => {
    const problem = this.work.problem();
    const broken = this.asked() ? this.broken() : {};
    return Object.fromEntries(
      (['name', 'url', 'username', 'password', 'trust'] as const).map((field) => {
        const rule = broken[field];
        return [field, rule ? this.t()[rule] : fieldError(problem, field === 'trust' ? 'fingerprint' : field)];
      }),
    );
  });

  protected set(change: Partial<Draft>): void {
    this.draft.update((draft) => ({ ...draft, ...change }));
  }

  /** A vCenter is refused without a fingerprint, in an answer that names the one it offers; nothing is kept. */
  protected async ask(): Promise<void> {
    const url = this.draft().url.trim();
    await this.asking.do(async () => {
      try {
        // Without a name of its own, a user and a password the server would not get as far as asking.
        await this.api.client.POST('/vcenters', { body: { url, username: '-', password: '-' } as SchemaVcenter });
      } catch (thrown) {
        const problem = thrown instanceof ProblemError ? thrown.problem : undefined;
        const offered = offeredFingerprint(fieldError(problem, 'fingerprint') ?? '');
        if (!offered) {
          throw thrown;
        }
        this.found.set({ url, fingerprint: offered });
        return;
      }
      throw new Error(this.t().noneOffered);
    });
  }

  protected async save(): Promise<void> {
    this.asked.set(true);
    if (Object.keys(this.broken()).length > 0) {
      return;
    }
    const d = this.draft();
    const vcenter = this.vcenter();
    const fingerprint = this.offered() ?? vcenter?.fingerprint;
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
