import { Component, input } from '@angular/core';
import { ClrAlertModule } from '@clr/angular/emphasis/alert';
import { SchemaRetentionPreview } from '../../api/schema';
import { useFill, useTexts } from '../../i18n/use-texts';
import { texts } from './snapshots.texts';

/** Which snapshots a task's next run would delete, and which stay although they are old. */
@Component({
  selector: 'dg-retention',
  imports: [ClrAlertModule],
  template: `
    @if (preview().doubt; as doubt) {
      <clr-alert clrAlertType="warning" [clrAlertClosable]="false">
        <clr-alert-item>
          <span class="alert-text">{{ doubt }}</span>
        </clr-alert-item>
      </clr-alert>
    } @else if (!preview().deletions) {
      <p>{{ t().retentionNone }}</p>
    } @else {
      <p>
        <strong>{{ fill(t().retentionDeletes, { n: preview().deletions ?? 0 }) }}</strong>
      </p>
    }
    @for (dataset of preview().datasets ?? []; track dataset.dataset) {
      <h3 cds-text="section" class="dg-code">{{ dataset.dataset }}</h3>
      <ul class="list">
        @for (name of dataset.delete ?? []; track name) {
          <li class="dg-code">{{ name }}</li>
        }
      </ul>
      @if (dataset.keep?.length) {
        <p>{{ t().retentionKept }}</p>
        <ul class="list">
          @for (kept of dataset.keep ?? []; track kept.snapshot) {
            <li>
              <span class="dg-code">{{ kept.snapshot }}</span>
              – {{ kept.reason }}
            </li>
          }
        </ul>
      }
    }
  `,
  styles: `
    .list {
      max-height: 12rem;
      overflow: auto;
    }
  `,
})
export class RetentionView {
  readonly preview = input.required<SchemaRetentionPreview>();
  protected readonly t = useTexts(texts);
  protected readonly fill = useFill();
}
