import { Component, computed, input } from '@angular/core';
import { useTexts } from '../i18n/use-texts';
import { countSteps, marks, Steps } from './axis';
import { texts } from './shared.texts';

/** What a column is made of; its colour says how it ended. */
export type Tone = 'success' | 'warning' | 'danger' | 'neutral' | 'info';
export interface Series {
  text: string;
  tone: Tone;
}
export interface Column {
  /** Under the column; empty where there would be no room. */
  mark: string;
  /** In full, for the table and the tooltip. */
  name: string;
  /** What else there is to say of it, for the table and the tooltip. */
  note?: string;
  /** One for each series, from the bottom. */
  values: readonly number[];
}

/**
 * Columns over time, with an axis and a legend, and the same as a table for those who do not see it. The series are stacked,
 * or, where each includes the one before it, drawn in front of each other.
 */
@Component({
  selector: 'dg-column-chart',
  template: `
    <div class="chart" aria-hidden="true">
      <div class="axis dg-muted">
        @for (mark of axis(); track mark) {
          <span>{{ show()(mark) }}</span>
        }
      </div>
      <div class="plot">
        @for (mark of axis(); track mark) {
          <div class="line" [style.bottom.%]="percent(mark)"></div>
        }
        @for (column of drawn(); track $index) {
          <div class="column" [title]="column.title">
            @for (part of column.parts; track $index) {
              <div class="part" [class]="part.tone" [style.height.%]="part.percent"></div>
            }
          </div>
        }
      </div>
      <div class="marks dg-muted">
        @for (column of columns(); track $index) {
          <span class="mark">{{ column.mark }}</span>
        }
      </div>
    </div>
    @if (series().length > 1) {
      <ul class="legend" aria-hidden="true">
        @for (one of series(); track one.tone) {
          <li>
            <span class="key" [class]="one.tone"></span>
            {{ one.text }}
          </li>
        }
      </ul>
    }
    <details>
      <summary>{{ t().asTable }}</summary>
      <div class="scroll" tabindex="0" role="region" [attr.aria-label]="caption()">
        <table class="table table-compact">
          <caption class="dg-hidden">
            {{ caption() }}
          </caption>
          <thead>
            <tr>
              <th scope="col" class="left">{{ t().when }}</th>
              @for (one of series(); track one.tone) {
                <th scope="col">{{ one.text }}</th>
              }
            </tr>
          </thead>
          <tbody>
            @for (column of columns(); track $index) {
              <tr>
                <th scope="row" class="left">
                  {{ column.name }}
                  @if (column.note) {
                    <span class="dg-muted">{{ column.note }}</span>
                  }
                </th>
                @for (value of column.values; track $index) {
                  <td>{{ show()(value) }}</td>
                }
              </tr>
            }
          </tbody>
        </table>
      </div>
    </details>
  `,
  styles: `
    :host {
      display: block;
    }
    .chart {
      display: grid;
      grid-template-columns: max-content minmax(0, 1fr);
      gap: var(--cds-global-space-3) var(--cds-global-space-5);
      padding-top: var(--cds-global-space-5);
      font-size: 0.55rem;
    }
    .axis {
      display: flex;
      flex-direction: column;
      justify-content: space-between;
      /* So that each text stands beside its line. */
      margin: -0.4rem 0;
      line-height: 0.8rem;
      text-align: right;
      white-space: nowrap;
    }
    .axis span:only-child {
      margin-top: auto;
    }
    .plot {
      position: relative;
      display: flex;
      gap: 2px;
      height: 7rem;
    }
    .line {
      position: absolute;
      left: 0;
      right: 0;
      border-bottom: 1px solid var(--cds-alias-object-border-color);
    }
    .column {
      position: relative;
      flex: 1;
      min-width: 0;
      display: flex;
      flex-direction: column-reverse;
    }
    .marks {
      grid-column: 2;
      display: flex;
      gap: 2px;
      min-height: 0.8rem;
      overflow: hidden;
    }
    .mark {
      flex: 1;
      min-width: 0;
      line-height: 0.8rem;
      white-space: nowrap;
    }
    .part,
    .key {
      background: var(--cds-alias-status-neutral);
    }
    .part {
      min-height: 2px;
    }
    .success {
      background: var(--cds-alias-status-success);
    }
    .warning {
      background: var(--cds-alias-status-warning);
    }
    .danger {
      background: var(--cds-alias-status-danger);
    }
    .info {
      background: var(--cds-alias-status-info);
    }
    .legend {
      display: flex;
      flex-wrap: wrap;
      gap: var(--cds-global-space-6);
      list-style: none;
      padding: 0;
    }
    .key {
      display: inline-block;
      width: 0.6rem;
      height: 0.6rem;
    }
    .scroll {
      max-height: 14rem;
      overflow: auto;
    }
  `,
})
export class ColumnChart {
  readonly caption = input.required<string>();
  readonly series = input.required<readonly Series[]>();
  readonly columns = input.required<readonly Column[]>();
  /** How a value reads. */
  readonly show = input.required<(value: number) => string>();
  readonly steps = input<Steps>(countSteps);
  /** Each value includes the one before it. */
  readonly nested = input(false);

  protected readonly t = useTexts(texts);
  private readonly parts = computed(() =>
    this.columns().map(({ values }) =>
      this.nested() ? values.map((value, at) => value - (values[at - 1] ?? 0)) : values,
    ),
  );
  protected readonly axis = computed(() => marks(Math.max(0, ...this.parts().map(sum)), this.steps()));
  protected readonly drawn = computed(() =>
    this.columns().map((column, at) => ({
      title: [
        column.name,
        ...this.series().map((one, of) => `${one.text}: ${this.show()(column.values[of] ?? 0)}`),
        ...(column.note ? [column.note] : []),
      ].join('\n'),
      parts: this.series()
        .map((one, of) => ({ tone: one.tone, percent: this.percent(this.parts()[at]?.[of] ?? 0) }))
        .filter((part) => part.percent > 0),
    })),
  );

  protected percent(value: number): number {
    const top = this.axis()[0] ?? 0;
    return top > 0 ? (value / top) * 100 : 0;
  }
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
