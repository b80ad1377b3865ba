import { Component } from '@angular/core';
import { ClrDatagridModule } from '@clr/angular/data/datagrid';
import { Vcenter } from '../../api/model';
import { useTexts } from '../../i18n/use-texts';
import { ConfirmName } from '../../shared/confirm-name';
import { ListPage } from '../../shared/list-page';
import { PageFrame } from '../../shared/page-frame';
import { PagerButtons } from '../../shared/pager-buttons';
import { RightsNote } from '../../shared/rights-note';
import { AccountDialog } from './account-dialog';
import { RegistrationCell } from './registration-cell';
import { RegistrationDialog } from './registration-dialog';
import { VcenterForm } from './vcenter-form';
import { texts } from './vcenters.texts';

/** The vCenters whose datastores are protected, and how the plug-in stands there. */
@Component({
  selector: 'dg-vcenters-page',
  imports: [
    PageFrame,
    RightsNote,
    ClrDatagridModule,
    PagerButtons,
    VcenterForm,
    RegistrationCell,
    RegistrationDialog,
    AccountDialog,
    ConfirmName,
  ],
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
        <clr-dg-column>{{ t().url }}</clr-dg-column>
        <clr-dg-column>{{ t().user }}</clr-dg-column>
        <clr-dg-column>{{ t().plugin }}</clr-dg-column>
        @for (vcenter of list.value()?.items ?? []; track vcenter.id) {
          <clr-dg-row>
            <clr-dg-action-overflow [clrDgActionOverflowButtonLabel]="fill(t().more, { name: vcenter.name })">
              <button type="button" class="action-item" (click)="dialog.set({ kind: 'registration', of: vcenter })">
                {{ t().registration }}
              </button>
              <button type="button" class="action-item" (click)="dialog.set({ kind: 'account', of: vcenter })">
                {{ t().account }}
              </button>
              @if (rights.may('CONFIGURE')) {
                <button type="button" class="action-item" (click)="dialog.set({ kind: 'edit', of: vcenter })">
                  {{ t().edit }}
                </button>
                <button type="button" class="action-item" (click)="dialog.set({ kind: 'remove', of: vcenter })">
                  {{ t().remove }}
                </button>
              }
            </clr-dg-action-overflow>
            <clr-dg-cell>{{ vcenter.name }}</clr-dg-cell>
            <clr-dg-cell>{{ vcenter.url }}</clr-dg-cell>
            <clr-dg-cell>{{ vcenter.username }}</clr-dg-cell>
            <clr-dg-cell>
              <dg-registration-cell [vcenterId]="vcenter.id" [refreshes]="host.refreshes()" />
            </clr-dg-cell>
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
        <dg-vcenter-form (closed)="close()" />
      }
      @case ('edit') {
        <dg-vcenter-form [vcenter]="subject()" (closed)="close()" />
      }
      @case ('registration') {
        <dg-registration-dialog [vcenter]="subject()" [rights]="rights" (closed)="close()" />
      }
      @case ('account') {
        <dg-account-dialog [vcenter]="subject()" (closed)="close()" />
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
export class VcentersPage extends ListPage<Vcenter, 'add' | 'edit' | 'registration' | 'account' | 'remove'> {
  protected readonly t = useTexts(texts);

  protected override part(query: { cursor: string | undefined; limit: string }, signal: AbortSignal) {
    return this.api.client.GET('/vcenters', { params: { query }, signal });
  }

  protected override delete(params: { path: { id: string }; header: { 'If-Match': string } }) {
    return this.api.client.DELETE('/vcenters/{id}', { params });
  }
}
