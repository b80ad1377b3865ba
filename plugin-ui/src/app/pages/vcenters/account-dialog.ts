import { Component, inject, input, output } from '@angular/core';
import { ClrModalModule } from '@clr/angular/modal';
import { answer, Api } from '../../api/api';
import { Vcenter } from '../../api/model';
import { SchemaAccount } from '../../api/schema';
import { useFill, useTexts } from '../../i18n/use-texts';
import { PageFrame } from '../../shared/page-frame';
import { watched } from '../../shared/watched';
import { texts } from './vcenters.texts';

/** What the stored account may do at its vCenter, compared with what is needed. */
@Component({
  selector: 'dg-account-dialog',
  imports: [ClrModalModule, PageFrame],
  template: `
    <clr-modal [clrModalOpen]="true" (clrModalOpenChange)="closed.emit()" clrModalSize="lg">
      <h2 class="modal-title">
        {{ fill(t().accountTitle, { user: vcenter().username, name: vcenter().name }) }}
      </h2>
      <div class="modal-body">
        <dg-page [of]="account">
          <table class="table">
            <thead>
              <tr>
                <th class="left">{{ t().privilege }}</th>
                <th class="left">{{ t().neededFor }}</th>
                <th class="left">{{ t().granted }}</th>
              </tr>
            </thead>
            <tbody>
              @for (right of account.value()?.rights ?? []; track right.privilege) {
                <tr>
                  <td class="left dg-code">{{ right.privilege }}</td>
                  <td class="left">{{ right.neededFor ?? t().superfluous }}</td>
                  <td class="left">{{ right.granted ? t().yes : t().no }}</td>
                </tr>
              }
            </tbody>
          </table>
        </dg-page>
      </div>
      <div class="modal-footer">
        <button type="button" class="btn btn-primary" (click)="closed.emit()">{{ t().close }}</button>
      </div>
    </clr-modal>
  `,
})
export class AccountDialog {
  readonly vcenter = input.required<Vcenter>();
  readonly closed = output();
  private readonly api = inject(Api);
  protected readonly t = useTexts(texts);
  protected readonly fill = useFill();
  protected readonly account = watched(
    () => this.vcenter().id,
    (id, signal) =>
      answer<SchemaAccount>(this.api.client.GET('/vcenters/{id}/account', { params: { path: { id } }, signal })),
  );
}
