import { Component, inject, model } from '@angular/core';
import { ClrAlertModule } from '@clr/angular/emphasis/alert';
import { Host } from '../host/host';
import { useFill, useTexts } from '../i18n/use-texts';
import { texts } from './shared.texts';

/** That a run was started, and the way to where it is followed. */
@Component({
  selector: 'dg-run-started',
  imports: [ClrAlertModule],
  template: `
    @if (task(); as name) {
      <clr-alert clrAlertType="success" (clrAlertClosedChange)="task.set(undefined)" role="status">
        <clr-alert-item>
          <span class="alert-text">{{ fill(t().runStarted, { name }) }}</span>
          <div class="alert-actions">
            <button type="button" class="btn alert-action" (click)="toRuns()">{{ t().toRuns }}</button>
          </div>
        </clr-alert-item>
      </clr-alert>
    }
  `,
})
export class RunStarted {
  /** The task's name; nothing is shown without. */
  readonly task = model.required<string | undefined>();

  private readonly host = inject(Host);
  protected readonly t = useTexts(texts);
  protected readonly fill = useFill();

  protected toRuns(): void {
    this.host.go({ page: 'runs', objectId: this.host.objectIds()[0] ?? '' });
  }
}
