import { Component } from '@angular/core';
import { ClrDatagridModule } from '@clr/angular/data/datagrid';
import { ClrModalModule } from '@clr/angular/modal';
import { NasSystem } from '../../api/model';
import { useTexts } from '../../i18n/use-texts';
import { ConfirmName } from '../../shared/confirm-name';
import { ListPage } from '../../shared/list-page';
import { PageFrame } from '../../shared/page-frame';
import { PagerButtons } from '../../shared/pager-buttons';
import { RightsNote } from '../../shared/rights-note';
import { NasConnect } from './nas-connect';
import { NasForm } from './nas-form';
import { texts } from './nas.texts';

/** The machines with the datasets. */
@Component({
  selector: 'dg-nas-page',
  imports: [PageFrame, RightsNote, ClrDatagridModule, ClrModalModule, PagerButtons, NasForm, NasConnect, ConfirmName],
  template: `
    <dg-page [title]="t().title" [of]="list" [empty]="list.value()?.items?.length === 0">
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
        @for (nas of list.value()?.items ?? []; track nas.id) {
          <clr-dg-row>
            @if (rights.may('CONFIGURE')) {
              <clr-dg-action-overflow [clrDgActionOverflowButtonLabel]="fill(t().more, { name: nas.name })">
                <button type="button" class="action-item" (click)="dialog.set({ kind: 'connect', of: nas })">
                  {{ t().connect }}
                </button>
                <button type="button" class="action-item" (click)="dialog.set({ kind: 'edit', of: nas })">
                  {{ t().edit }}
                </button>
                <button type="button" class="action-item" (click)="dialog.set({ kind: 'remove', of: nas })">
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
          <dg-pager
            [pager]="pager"
            [count]="list.value()?.items?.length ?? 0"
            [nextCursor]="list.value()?.nextCursor"
          />
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
export class NasPage extends ListPage<NasSystem, 'add' | 'edit' | 'connect' | 'remove'> {
  protected readonly t = useTexts(texts);

  protected override part(query: { cursor: string | undefined; limit: string }, signal: AbortSignal) {
    return this.api.client.GET('/nas-systems', { params: { query }, signal });
  }

  protected override delete(params: { path: { id: string }; header: { 'If-Match': string } }) {
    return this.api.client.DELETE('/nas-systems/{id}', { params });
  }
}
