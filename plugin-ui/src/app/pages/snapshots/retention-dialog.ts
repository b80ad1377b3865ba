import { Component, computed, inject, input, output, resource } from '@angular/core';
import { ClrModalModule } from '@clr/angular/modal';
import { ClrSpinnerModule } from '@clr/angular/progress/spinner';
import { answer, Api } from '../../api/api';
import { SnapshotTask } from '../../api/model';
import { asProblem } from '../../api/problem';
import { SchemaRetentionPreview } from '../../api/schema';
import { useFill, useTexts } from '../../i18n/use-texts';
import { ProblemAlert } from '../../shared/problem-alert';
import { RetentionView } from './retention-view';
import { texts } from './snapshots.texts';

/** What retention of a task would delete, as the task is. */
@Component({
  selector: 'dg-retention-dialog',
  imports: [ClrModalModule, ClrSpinnerModule, RetentionView, ProblemAlert],
  template: `
    <clr-modal [clrModalOpen]="true" (clrModalOpenChange)="closed.emit()" clrModalSize="lg">
      <h2 class="modal-title">{{ fill(t().retentionTitle, { name: task().name }) }}</h2>
      <div class="modal-body">
        @if (problem(); as problem) {
          <dg-problem [problem]="problem" [retryable]="true" (retry)="preview.reload()" />
        } @else if (preview.hasValue()) {
          <dg-retention [preview]="preview.value()" />
        } @else {
          <p role="status">
            <clr-spinner clrInline></clr-spinner>
            {{ t().retentionAsking }}
          </p>
        }
      </div>
      <div class="modal-footer">
        <button type="button" class="btn btn-primary" (click)="closed.emit()">{{ t().close }}</button>
      </div>
    </clr-modal>
  `,
})
export class RetentionDialog {
  readonly task = input.required<SnapshotTask>();
  readonly closed = output();

  private readonly api = inject(Api);
  protected readonly t = useTexts(texts);
  protected readonly fill = useFill();
  protected readonly preview = resource({
    params: () => this.task().id,
    loader: ({ params: id, abortSignal: signal }) =>
      answer<SchemaRetentionPreview>(
        this.api.client.POST('/snapshot-tasks/{id}/retention-preview', { params: { path: { id } }, signal }),
      ),
  });
  protected readonly problem = computed(() => {
    const error = this.preview.error();
    return error === undefined ? undefined : asProblem(error);
  });
}
