import { Component, computed, inject, input, model, signal } from '@angular/core';
import { FormsModule } from '@angular/forms';
import { ClrRadioModule } from '@clr/angular/forms/radio';
import { ClrSpinnerModule } from '@clr/angular/progress/spinner';
import { answer, Api } from '../../api/api';
import { SchemaHostKeyScan, SchemaScannedHostKey } from '../../api/schema';
import { useFill, useTexts } from '../../i18n/use-texts';
import { CheckField } from '../../shared/form/check-field';
import { ProblemAlert } from '../../shared/problem-alert';
import { Work } from '../../shared/work';
import { isPort } from './nas-draft';
import { texts } from './nas.texts';

/** Asks a machine for its host keys and has a person compare one; only then it is handed on. */
@Component({
  selector: 'dg-host-key',
  imports: [ClrRadioModule, ClrSpinnerModule, FormsModule, CheckField, ProblemAlert],
  template: `
    @if (work.problem(); as problem) {
      <dg-problem [problem]="problem" />
    }
    @if (keys().length) {
      <clr-radio-container>
        <label>{{ fill(t().keyType, { host: host() }) }}</label>
        @for (key of keys(); track key.key) {
          <clr-radio-wrapper>
            <input
              type="radio"
              clrRadio
              name="hostKey"
              [value]="key"
              [ngModel]="chosen()"
              (ngModelChange)="choose(key)"
              [ngModelOptions]="{ standalone: true }"
            />
            <label class="dg-code">{{ key.type }} {{ key.fingerprint }}</label>
          </clr-radio-wrapper>
        }
      </clr-radio-container>
      <p>
        {{ t().compare }}
        <br />
        <code class="dg-code">ssh-keygen -lf /etc/ssh/ssh_host_{{ kind() }}_key.pub</code>
      </p>
      <dg-check
        [label]="t().compared"
        [value]="compared()"
        (valueChange)="confirm($event)"
        [error]="compared() ? undefined : error()"
      />
    } @else {
      <p class="dg-muted">{{ t().scanHelp }}</p>
      @if (error()) {
        <p class="error" role="alert">{{ error() }}</p>
      }
    }
    @if (work.busy()) {
      <clr-spinner clrInline>{{ fill(t().scanning, { host: host() }) }}</clr-spinner>
      {{ fill(t().scanning, { host: host() }) }}
    } @else {
      <button type="button" class="btn btn-sm" [disabled]="!askable()" (click)="scan()">
        {{ keys().length ? t().scanAgain : t().scan }}
      </button>
    }
  `,
  styles: `
    .error {
      color: var(--cds-alias-status-danger);
    }
  `,
})
export class HostKey {
  readonly host = input.required<string>();
  readonly port = input.required<string>();
  readonly error = input<string>();
  /** The key that a person compared. */
  readonly key = model<string>();

  private readonly api = inject(Api);
  protected readonly t = useTexts(texts);
  protected readonly fill = useFill();
  protected readonly work = new Work();
  private readonly scanned = signal<{ of: string; keys: SchemaScannedHostKey[] } | undefined>(undefined);
  private readonly of = computed(() => `${this.host()} ${this.port()}`);
  /** Those of the machine that stands in the form now. */
  protected readonly keys = computed(() => {
    const scanned = this.scanned();
    return scanned?.of === this.of() ? scanned.keys : [];
  });
  protected readonly chosen = signal<SchemaScannedHostKey | undefined>(undefined);
  protected readonly compared = computed(() => this.key() !== undefined && this.key() === this.chosen()?.key);
  protected readonly askable = computed(() => this.host().trim() !== '' && isPort(this.port()));
  protected readonly kind = computed(() => {
    const type = this.chosen()?.type?.toLowerCase() ?? '';
    return type.includes('ecdsa') ? 'ecdsa' : type.includes('rsa') ? 'rsa' : 'ed25519';
  });

  protected scan(): Promise<boolean> {
    const of = this.of();
    this.key.set(undefined);
    return this.work.do(async () => {
      const scan = await answer<SchemaHostKeyScan>(
        this.api.client.POST('/host-key-scans', {
          body: { host: this.host().trim(), port: Number(this.port()) },
        }),
      );
      const keys = scan.keys ?? [];
      this.scanned.set({ of, keys: [...keys] });
      this.chosen.set(keys.find((key) => key.type?.includes('ed25519')) ?? keys[0]);
    });
  }

  protected choose(key: SchemaScannedHostKey): void {
    this.chosen.set(key);
    this.key.set(undefined);
  }

  protected confirm(same: boolean): void {
    this.key.set(same ? this.chosen()?.key : undefined);
  }
}
