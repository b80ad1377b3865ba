import { Component, computed, input } from '@angular/core';
import { ClrIcon } from '@clr/angular/icon';
import { RunState, RunStep } from '../api/model';
import { useTexts } from '../i18n/use-texts';
import { texts } from './run-words.texts';

type AnyState = RunState | RunStep['state'];
interface Look {
  shape: string;
  status: 'success' | 'warning' | 'danger' | 'info' | '';
}

const LOOKS: Record<NonNullable<AnyState>, Look> = {
  QUEUED: { shape: 'hourglass', status: '' },
  PENDING: { shape: 'hourglass', status: '' },
  WAITING: { shape: 'clock', status: 'info' },
  RUNNING: { shape: 'play', status: 'info' },
  SUCCEEDED: { shape: 'check-circle', status: 'success' },
  SUCCEEDED_WITH_WARNINGS: { shape: 'warning-standard', status: 'warning' },
  FAILED: { shape: 'error-standard', status: 'danger' },
  CANCELLED: { shape: 'minus-circle', status: '' },
  SKIPPED: { shape: 'minus-circle', status: '' },
};

/** The state of a run, or of one of its datasets: sign, colour and word. */
@Component({
  selector: 'dg-run-state',
  imports: [ClrIcon],
  template: `
    <cds-icon [shape]="look().shape" [status]="look().status" [solid]="look().status === 'danger'"></cds-icon>
    {{ t()[state()] }}
  `,
})
export class RunStateView {
  readonly state = input.required<NonNullable<AnyState>>();
  protected readonly t = useTexts(texts);
  protected readonly look = computed(() => LOOKS[this.state()]);
}
