import { Component, computed, inject, input } from '@angular/core';
import { Datastore } from '../../api/model';
import { useTexts } from '../../i18n/use-texts';
import { Formatting } from '../../shared/formatting';
import { texts } from './dashboard.texts';

const SHOWN = 8;

/** The datastores whose copies are farthest behind, as bars. */
@Component({
  selector: 'dg-lag-list',
  template: `
    <table class="table table-compact table-noborder">
      <thead class="dg-hidden">
        <tr>
          <th scope="col">{{ t().datastore }}</th>
          <th scope="col">{{ t().lag }}</th>
        </tr>
      </thead>
      <tbody>
        @for (row of rows(); track row.id) {
          <tr>
            <th scope="row" class="left name">{{ row.name }}</th>
            <td class="left wide">
              <div class="bar" [style.width.%]="row.percent"></div>
              {{ format.duration(row.lag) }}
            </td>
          </tr>
        }
      </tbody>
    </table>
    @if (rows().length === 0) {
      <p class="dg-muted">{{ t().noLag }}</p>
    }
  `,
  styles: `
    p {
      margin-top: 0;
    }
    .table {
      margin: 0;
    }
    .name {
      max-width: 10rem;
      overflow: hidden;
      text-overflow: ellipsis;
      padding-left: 0;
      font-size: inherit;
      font-weight: 400;
      background: none;
    }
    .wide {
      width: 70%;
    }
    .bar {
      height: 0.4rem;
      min-width: 2px;
      background: var(--cds-alias-status-info);
    }
  `,
})
export class LagList {
  readonly datastores = input.required<readonly Datastore[]>();
  protected readonly t = useTexts(texts);
  protected readonly format = inject(Formatting);
  protected readonly rows = computed(() => {
    const rows = this.datastores()
      .filter((one) => one.protection.lagSeconds !== undefined)
      .map((one) => ({ id: one.id, name: one.name, lag: one.protection.lagSeconds ?? 0 }))
      .sort((a, b) => b.lag - a.lag)
      .slice(0, SHOWN);
    const worst = rows[0]?.lag ?? 0;
    return rows.map((row) => ({ ...row, percent: worst > 0 ? (row.lag / worst) * 100 : 0 }));
  });
}
