import { computed, inject, signal } from '@angular/core';
import { ClrDatagridSortOrder } from '@clr/angular/data/datagrid';
import { answer, Api } from '../../api/api';
import { DatastorePage, ProtectionState } from '../../api/model';
import { Host } from '../../host/host';
import { Pager } from '../../shared/pager';
import { Typed } from '../../shared/typed';
import { watched } from '../../shared/watched';

const PART = '25';

export type Column = 'name' | 'protection' | 'lag';

/**
 * Datastores part by part, as the server filters and orders them: what needs a look first, until a column is chosen.
 * Made where a component is made.
 */
export class DatastoreList {
  private readonly api = inject(Api);
  private readonly host = inject(Host);
  private readonly sort = signal<`${'' | '-'}${Column}`>('protection');
  readonly pager = new Pager();
  readonly state = signal<ProtectionState | undefined>(undefined);
  readonly search = new Typed(() => this.pager.restart());
  readonly part = watched(
    () => {
      const on = this.on();
      return on === undefined
        ? undefined
        : {
            on: on ?? undefined,
            refreshes: this.host.refreshes(),
            query: {
              sort: this.sort(),
              protection: this.state(),
              contains: this.search.asked(),
              cursor: this.pager.cursor(),
            },
          };
    },
    ({ on, query }, signal) =>
      answer<DatastorePage>(
        this.api.client.GET('/datastores', { params: { query: { on, limit: PART, ...query } }, signal }),
      ),
  );
  readonly items = computed(() => this.part.value()?.items ?? []);
  /** Whether there is none at all, whatever is filtered. */
  readonly nothing = computed(() => Object.values(this.part.value()?.states ?? { any: 1 }).every((n) => n === 0));

  /** @param on the host or cluster whose datastores are meant; null for all, undefined while it is not known */
  constructor(private readonly on: () => string | null | undefined) {}

  /** Only those of that state; all again where it was chosen before. */
  choose(state: ProtectionState): void {
    this.state.update((now) => (now === state ? undefined : state));
    this.pager.restart();
  }

  order(column: Column, order: ClrDatagridSortOrder): void {
    // A long lag has an old arrival: what the server calls the beginning, a person calls the end.
    const reversed = (order === ClrDatagridSortOrder.DESC) !== (column === 'lag');
    const sort = `${reversed ? '-' : ''}${column}` as const;
    if (order !== ClrDatagridSortOrder.UNSORTED && sort !== this.sort()) {
      this.sort.set(sort);
      this.pager.restart();
    }
  }
}
