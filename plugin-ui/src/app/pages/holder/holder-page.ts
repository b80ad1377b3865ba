import { Component, inject } from '@angular/core';
import { Datastore } from '../../api/model';
import { Host } from '../../host/host';
import { useTexts } from '../../i18n/use-texts';
import { PageFrame } from '../../shared/page-frame';
import { whileShown } from '../../shared/while-shown';
import { DatastoreGrid } from '../dashboard/datastore-grid';
import { DatastoreList } from '../dashboard/datastore-list';
import { texts } from './holder.texts';

const REFRESH_MILLIS = 60_000;

/** The card on a host's or cluster's Summary: the datastores that it has mounted, those that need a look first. */
@Component({
  selector: 'dg-holder-page',
  imports: [DatastoreGrid, PageFrame],
  template: `
    <h1 class="dg-hidden">{{ t().title }}</h1>
    <dg-page [of]="list.part">
      <dg-datastore-grid [list]="list" [onCard]="true" (opened)="open($event)" />
    </dg-page>
  `,
})
export class HolderPage {
  private readonly host = inject(Host);
  protected readonly t = useTexts(texts);
  protected readonly list = new DatastoreList(() => this.host.objectIds()[0]);

  constructor() {
    whileShown(
      () => REFRESH_MILLIS,
      () => this.list.part.reload(),
    );
  }

  protected open(datastore: Datastore): void {
    this.host.go({ page: 'summary', objectId: datastore.id });
  }
}
