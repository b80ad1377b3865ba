import { Component, computed, inject } from '@angular/core';
import { answer, Api } from '../../api/api';
import { everything } from '../../api/everything';
import { Datastore, Page } from '../../api/model';
import { Host } from '../../host/host';
import { useFill, useTexts } from '../../i18n/use-texts';
import { PageFrame } from '../../shared/page-frame';
import { watched } from '../../shared/watched';
import { whileShown } from '../../shared/while-shown';
import { DatastoreGrid } from '../dashboard/datastore-grid';
import { worstFirst } from '../dashboard/protection';
import { texts } from './holder.texts';

const MOST_DATASTORES = 2_000;
const REFRESH_MILLIS = 60_000;

/** The card on a host's or cluster's Summary: the datastores that it has mounted, those that need a look first. */
@Component({
  selector: 'dg-holder-page',
  imports: [DatastoreGrid, PageFrame],
  template: `
    <h1 class="dg-hidden">{{ t().title }}</h1>
    <dg-page [of]="mounted">
      @if (mounted.value()) {
        <dg-datastore-grid [datastores]="datastores()" (opened)="open($event)" />
        @if (mounted.value()?.more) {
          <p class="dg-muted">{{ fill(t().tooMany, { n: most }) }}</p>
        }
      }
    </dg-page>
  `,
})
export class HolderPage {
  private readonly api = inject(Api);
  private readonly host = inject(Host);
  protected readonly t = useTexts(texts);
  protected readonly fill = useFill();
  protected readonly most = MOST_DATASTORES;
  private readonly asked = (): { on: string; refreshes: number } | undefined => {
    const on = this.host.objectIds()[0];
    return on === undefined ? undefined : { on, refreshes: this.host.refreshes() };
  };
  protected readonly mounted = watched(this.asked, ({ on }, signal) =>
    everything<Datastore>(
      (cursor) =>
        answer<Page<Datastore>>(
          this.api.client.GET('/datastores', { params: { query: { on, limit: '1000', cursor } }, signal }),
        ),
      MOST_DATASTORES,
    ),
  );
  protected readonly datastores = computed(() => worstFirst(this.mounted.value()?.items ?? []));

  constructor() {
    whileShown(
      () => REFRESH_MILLIS,
      () => this.mounted.reload(),
    );
  }

  protected open(datastore: Datastore): void {
    this.host.go({ page: 'summary', objectId: datastore.id });
  }
}
