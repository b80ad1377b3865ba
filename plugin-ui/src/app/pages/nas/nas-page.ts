import { Component, inject, signal } from '@angular/core';
import { ClrDatagridModule } from '@clr/angular/data/datagrid';
import { ClrModalModule } from '@clr/angular/modal';
import { answer, Api, ifMatch } from '../../api/api';
import { NasSystem, Page } from '../../api/model';
import { Host } from '../../host/host';
import { useFill, useTexts } from '../../i18n/use-texts';
import { ConfirmName } from '../../shared/confirm-name';
import { PageFrame } from '../../shared/page-frame';
import { Pager } from '../../shared/pager';
import { PagerButtons } from '../../shared/pager-buttons';
import { useRights } from '../../shared/rights';
import { RightsNote } from '../../shared/rights-note';
import { watched } from '../../shared/watched';
import { Work } from '../../shared/work';
import { NasConnect } from './nas-connect';
import { NasForm } from './nas-form';
import { texts } from './nas.texts';

type Dialog = { kind: 'add' } | { kind: 'edit' | 'connect' | 'remove'; nas: NasSystem };

/** The machines with the datasets. */
@Component({
  selector: 'dg-nas-page',
  imports: [PageFrame, RightsNote, ClrDatagridModule, ClrModalModule, PagerButtons, NasForm, NasConnect, ConfirmName],
  template: `
    <dg-page [title]="t().title" [of]="list" [empty]="page()?.items?.length === 0">
      @if (rights.may('CONFIGURE')) {
        <button page-actions type="button" class="btn btn-primary" (click)="dialog.set({ kind: 'add' })">
          {{ t().add }}
        </button>
      }
      <div page-empty>
        <p>{{ t().empty }}</p>
        <dg-rights-note [rights]="rights" needed="CONFIGURE" />
      </div>
      <dg-rights-note [rights]="rights" needed="CONFIGURE" />
      <clr-datagrid [clrDgLoading]="list.isLoading()">
        <clr-dg-column>{{ t().name }}</clr-dg-column>
        <clr-dg-column>{{ t().host }}</clr-dg-column>
        <clr-dg-column>{{ t().user }}</clr-dg-column>
        <clr-dg-column>{{ t().fingerprint }}</clr-dg-column>
        @for (nas of page()?.items ?? []; track nas.id) {
          <clr-dg-row>
            @if (rights.may('CONFIGURE')) {
              <clr-dg-action-overflow [clrDgActionOverflowButtonLabel]="fill(t().more, { name: nas.name })">
                <button type="button" class="action-item" (click)="dialog.set({ kind: 'connect', nas })">
                  {{ t().connect }}
                </button>
                <button type="button" class="action-item" (click)="dialog.set({ kind: 'edit', nas })">
                  {{ t().edit }}
                </button>
                <button type="button" class="action-item" (click)="dialog.set({ kind: 'remove', nas })">
                  {{ t().remove }}
                </button>
              </clr-dg-action-overflow>
            }
            <clr-dg-cell>{{ nas.name }}</clr-dg-cell>
            <clr-dg-cell>{{ nas.host }}{{ nas.port && nas.port !== 22 ? ':' + nas.port : '' }}</clr-dg-cell>
            <clr-dg-cell>{{ nas.user }}{{ nas.sudo ? ' (sudo)' : '' }}</clr-dg-cell>
            <clr-dg-cell class="dg-code">{{ nas.hostKeyFingerprint }}</clr-dg-cell>
          </clr-dg-row>
        }
        <clr-dg-footer>
          <dg-pager [pager]="pager" [count]="page()?.items?.length ?? 0" [nextCursor]="page()?.nextCursor" />
        </clr-dg-footer>
      </clr-datagrid>
    </dg-page>
    @switch (dialog()?.kind) {
      @case ('add') {
        <dg-nas-form (closed)="close()" />
      }
      @case ('edit') {
        <dg-nas-form [nas]="subject()" (closed)="close()" />
      }
      @case ('connect') {
        <clr-modal [clrModalOpen]="true" (clrModalOpenChange)="close()" clrModalSize="lg">
          <h2 class="modal-title">{{ fill(t().connectTitle, { name: subject().name }) }}</h2>
          <div class="modal-body"><dg-nas-connect [nas]="subject()" /></div>
          <div class="modal-footer">
            <button type="button" class="btn btn-primary" (click)="close()">{{ t().close }}</button>
          </div>
        </clr-modal>
      }
      @case ('remove') {
        <dg-confirm-name
          [title]="fill(t().removeTitle, { name: subject().name })"
          [name]="subject().name"
          [action]="t().remove"
          [busy]="work.busy()"
          [problem]="work.problem()"
          (confirmed)="remove()"
          (dismissed)="close()"
        >
          <p>{{ t().removeLoss }}</p>
        </dg-confirm-name>
      }
    }
  `,
})
export class NasPage {
  private readonly api = inject(Api);
  private readonly host = inject(Host);

  protected readonly t = useTexts(texts);
  protected readonly fill = useFill();
  protected readonly pager = new Pager();
  protected readonly work = new Work();
  protected readonly rights = useRights();
  protected readonly dialog = signal<Dialog | undefined>(undefined);
  protected readonly list = watched(
    () => ({ cursor: this.pager.cursor(), refreshes: this.host.refreshes() }),
    ({ cursor }, signal) =>
      answer<Page<NasSystem>>(
        this.api.client.GET('/nas-systems', { params: { query: { cursor, limit: '50' } }, signal }),
      ),
  );
  protected readonly page = this.list.value;

  protected subject(): NasSystem {
    const dialog = this.dialog();
    if (dialog === undefined || !('nas' in dialog)) {
      throw new Error('this dialog is about no NAS system');
    }
    return dialog.nas;
  }

  protected close(): void {
    this.dialog.set(undefined);
    this.work.forget();
    this.list.reload();
  }

  protected async remove(): Promise<void> {
    const { id, version } = this.subject();
    const params = { path: { id }, header: ifMatch(version) };
    if (await this.work.do(() => this.api.client.DELETE('/nas-systems/{id}', { params }))) {
      this.close();
    }
  }
}
