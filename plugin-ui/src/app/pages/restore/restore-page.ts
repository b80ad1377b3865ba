import { Component, computed, effect, ElementRef, inject, signal, viewChild } from '@angular/core';
import { ClrDatagridModule } from '@clr/angular/data/datagrid';
import { answer, Api } from '../../api/api';
import { Page, Snapshot } from '../../api/model';
import { Host } from '../../host/host';
import { useTexts } from '../../i18n/use-texts';
import { Formatting } from '../../shared/formatting';
import { PageFrame } from '../../shared/page-frame';
import { Pager } from '../../shared/pager';
import { PagerButtons } from '../../shared/pager-buttons';
import { useRights } from '../../shared/rights';
import { RightsNote } from '../../shared/rights-note';
import { watched } from '../../shared/watched';
import { Clone } from './clone';
import { Restoring, restoringIn } from './restoring';
import { RollBack } from './roll-back';
import { texts as common } from '../../shared/shared.texts';
import { texts } from './restore.texts';

const PART = '10';

/** The action Restore: which snapshot to go back to, and whether the datastore itself goes back or gets a copy beside it. */
@Component({
  selector: 'dg-restore-page',
  imports: [PageFrame, ClrDatagridModule, PagerButtons, RightsNote, RollBack, Clone],
  template: `
    @if (restoring(); as it) {
      <div #step class="step" tabindex="-1">
        @if (it.way === 'ROLL_BACK') {
          <dg-roll-back [datastore]="id()" [snapshot]="it.snapshot" [leave]="leave()" (left)="left($event)" />
        } @else {
          <dg-clone [datastore]="id()" [snapshot]="it.snapshot" [leave]="leave()" (left)="left($event)" />
        }
      </div>
    } @else {
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
        <p class="ways">{{ t().ways }}</p>
        <dg-rights-note [rights]="rights" needed="RESTORE" />
      </dg-page>
      <div class="buttons">
        @if (list.value()?.items?.length) {
          <button type="button" class="btn btn-primary" [disabled]="!startable()" (click)="go('CLONE')">
            {{ t().toClone }}
          </button>
          <button type="button" class="btn btn-outline" [disabled]="!startable()" (click)="go('ROLL_BACK')">
            {{ t().toRollBack }}
          </button>
        }
        <button type="button" class="btn btn-link" (click)="host.closeModal()">{{ common().close }}</button>
      </div>
    }
  `,
  styles: `
    .step {
      outline: none;
    }
    .ways {
      max-width: 45rem;
    }
    .buttons {
      margin-top: var(--cds-global-space-7);
    }
  `,
})
export class RestorePage {
  private readonly api = inject(Api);
  protected readonly host = inject(Host);
  protected readonly format = inject(Formatting);
  protected readonly t = useTexts(texts);
  protected readonly common = useTexts(common);
  protected readonly pager = new Pager();
  protected readonly id = computed(() => this.host.objectIds()[0] ?? '');
  protected readonly rights = useRights(() => this.id());
  protected readonly selected: Snapshot[] = [];
  protected readonly chosen = signal<Snapshot | undefined>(undefined);
  protected readonly startable = computed(() => this.chosen() !== undefined && this.rights.may('RESTORE'));
  /** What the page that opened this wants; with it nothing is chosen here. */
  private readonly wanted = restoringIn(this.host.modalData());
  protected readonly restoring = signal(this.wanted);
  protected readonly leave = computed(() => (this.wanted ? this.common().cancel : this.t().back));
  protected readonly list = watched(
    () => (this.wanted ? undefined : { cursor: this.pager.cursor(), id: this.id() }),
    ({ cursor, id }, signal) =>
      answer<Page<Snapshot>>(
        this.api.client.GET('/datastores/{id}/snapshots', {
          params: { path: { id }, query: { cursor, limit: PART } },
          signal,
        }),
      ),
  );

  private readonly step = viewChild<ElementRef<HTMLElement>>('step');

  constructor() {
    // The button that was pressed is gone, and the keyboard would be nowhere.
    effect(() => this.step()?.nativeElement.focus());
  }

  protected consistent(snapshot: Snapshot): boolean {
    const results = snapshot.vmResults ?? [];
    return results.length > 0 && results.every((vm) => vm.result === 'CONSISTENT');
  }

  protected go(way: Restoring['way']): void {
    const snapshot = this.chosen();
    if (snapshot) {
      this.restoring.set({ way, snapshot });
    }
  }

  /** To where the person came from; with a run, to the page that shows what it changes. */
  protected left(run: string | undefined): void {
    if (run !== undefined || this.wanted) {
      this.host.closeModal(run);
    } else {
      this.chosen.set(undefined);
      this.restoring.set(undefined);
    }
  }
}
