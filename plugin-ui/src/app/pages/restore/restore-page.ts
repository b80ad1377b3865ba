import { Component, computed, inject, signal } from '@angular/core';
import { ClrDatagridModule } from '@clr/angular/data/datagrid';
import { ClrAlertModule } from '@clr/angular/emphasis/alert';
import { answer, Api } from '../../api/api';
import { Page, Snapshot } from '../../api/model';
import { Host } from '../../host/host';
import { useFill, useTexts } from '../../i18n/use-texts';
import { CopyText } from '../../shared/copy-text';
import { Formatting } from '../../shared/formatting';
import { PageFrame } from '../../shared/page-frame';
import { Pager } from '../../shared/pager';
import { PagerButtons } from '../../shared/pager-buttons';
import { watched } from '../../shared/watched';
import { texts } from './restore.texts';

const PART = '10';

/** The action Restore: what there is to go back to, and the way that loses nothing. The server does not restore yet. */
@Component({
  selector: 'dg-restore-page',
  imports: [PageFrame, ClrDatagridModule, ClrAlertModule, PagerButtons, CopyText],
  template: `
    <clr-alert clrAlertType="info" [clrAlertClosable]="false">
      <clr-alert-item>
        <span class="alert-text">{{ t().notYet }}</span>
      </clr-alert-item>
    </clr-alert>
    <dg-page [of]="list" [empty]="list.value()?.items?.length === 0 && !pager.hasPrevious()">
      <p page-empty>{{ t().empty }}</p>
      <clr-datagrid
        class="datagrid-compact"
        [clrDgLoading]="list.isLoading()"
        clrDgSelectionType="single"
        [clrDgSelected]="selected"
        (clrDgSelectedChange)="chosen.set($event[0])"
      >
        <clr-dg-column>{{ t().name }}</clr-dg-column>
        <clr-dg-column>{{ t().created }}</clr-dg-column>
        <clr-dg-column>{{ t().vms }}</clr-dg-column>
        @for (snapshot of list.value()?.items ?? []; track snapshot.dataset + snapshot.guid) {
          <clr-dg-row [clrDgItem]="snapshot">
            <clr-dg-cell class="dg-code">{{ snapshot.name }}</clr-dg-cell>
            <clr-dg-cell>{{ format.time(snapshot.created) }}</clr-dg-cell>
            <clr-dg-cell>{{ consistent(snapshot) ? t().consistent : t().crash }}</clr-dg-cell>
          </clr-dg-row>
        }
        <clr-dg-footer>
          <dg-pager
            [pager]="pager"
            [count]="list.value()?.items?.length ?? 0"
            [nextCursor]="list.value()?.nextCursor"
          />
        </clr-dg-footer>
      </clr-datagrid>
      @if (chosen(); as snapshot) {
        <p>
          {{ fill(t().how, { dataset: snapshot.dataset, time: format.time(snapshot.created) }) }}
        </p>
        <dg-copy [text]="command()" />
        <p>{{ t().then }}</p>
      } @else {
        <p class="dg-muted">{{ t().choose }}</p>
      }
    </dg-page>
    <button type="button" class="btn btn-primary" (click)="host.closeModal()">{{ t().close }}</button>
  `,
})
export class RestorePage {
  private readonly api = inject(Api);
  protected readonly host = inject(Host);
  protected readonly format = inject(Formatting);
  protected readonly t = useTexts(texts);
  protected readonly fill = useFill();
  protected readonly pager = new Pager();
  protected readonly selected: Snapshot[] = [];
  protected readonly chosen = signal<Snapshot | undefined>(undefined);
  protected readonly list = watched(
    () => ({ cursor: this.pager.cursor(), id: this.host.objectIds()[0] ?? '' }),
    ({ cursor, id }, signal) =>
      answer<Page<Snapshot>>(
        this.api.client.GET('/datastores/{id}/snapshots', {
          params: { path: { id }, query: { cursor, limit: PART } },
          signal,
        }),
      ),
  );
  /** Quoted for a shell, because ZFS allows blanks in names. */
  protected readonly command = computed(() => {
    const snapshot = this.chosen();
    const copy = `${snapshot?.dataset}-restored-${snapshot?.name}`;
    return `zfs clone '${snapshot?.dataset}@${snapshot?.name}' '${copy}'`;
  });

  protected consistent(snapshot: Snapshot): boolean {
    const results = snapshot.vmResults ?? [];
    return results.length > 0 && results.every((vm) => vm.result === 'CONSISTENT');
  }
}
