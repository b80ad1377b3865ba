import { Component, computed, inject } from '@angular/core';
import { ClrDropdownModule } from '@clr/angular/popover/dropdown';
import { ClrIcon } from '@clr/angular/icon';
import { answer, Api } from '../api/api';
import { Datastore } from '../api/model';
import { texts } from '../app.texts';
import { Host, ModalRequest } from '../host/host';
import { useTexts } from '../i18n/use-texts';
import { watched } from '../shared/watched';

/** Outside the vSphere Client: which datastore the pages are about, and what the client's menu offers for it. */
@Component({
  selector: 'dg-datastore-bar',
  imports: [ClrDropdownModule, ClrIcon],
  host: { role: 'region', '[attr.aria-label]': 't().datastorePages' },
  template: `
    <strong class="name">{{ datastore.value()?.name }}</strong>
    <clr-dropdown>
      <button type="button" class="btn btn-sm btn-outline" clrDropdownTrigger>
        {{ t().actions }}
        <cds-icon shape="angle" direction="down"></cds-icon>
      </button>
      <clr-dropdown-menu *clrIfOpen>
        @for (action of actions(); track action.path) {
          <button type="button" clrDropdownItem (click)="host.openModal(action)">{{ action.title }}…</button>
        }
      </clr-dropdown-menu>
    </clr-dropdown>
  `,
  styles: `
    :host {
      display: flex;
      align-items: center;
      gap: var(--cds-global-space-6);
      padding: var(--cds-global-space-5) var(--cds-global-space-7) 0;
    }
    .name {
      overflow-wrap: anywhere;
    }
  `,
})
export class DatastoreBar {
  private readonly api = inject(Api);
  protected readonly host = inject(Host);
  protected readonly t = useTexts(texts);
  protected readonly datastore = watched(
    () => this.host.objectIds()[0],
    (id, signal) => answer<Datastore>(this.api.client.GET('/datastores/{id}', { params: { path: { id } }, signal })),
  );
  /** With the sizes of the manifest. */
  protected readonly actions = computed<ModalRequest[]>(() => [
    { path: 'datastore/take-snapshot', title: this.t().takeSnapshot },
    { path: 'datastore/replicate-now', title: this.t().replicateNow },
    { path: 'datastore/restore', title: this.t().restore, size: { width: 900, height: 520 } },
  ]);
}
