import { Component, computed, input } from '@angular/core';
import { useTexts } from '../i18n/use-texts';
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
  /** One for each series, from the bottom. */
  values: readonly number[];
}

/** Stacked columns over time, with a legend, and the same as a table for those who do not see it. */
@Component({
  selector: 'dg-column-chart',
  template: `
    <div class="plot" aria-hidden="true">
      <span class="top dg-muted">{{ show()(highest()) }}</span>
      @for (column of drawn(); track $index) {
        <div class="column" [title]="column.title">
          <div class="stack">
            @for (part of column.parts; track $index) {
              <div class="part" [class]="part.tone" [style.height.%]="part.percent"></div>
            }
          </div>
          <span class="mark dg-muted">{{ column.mark }}</span>
        </div>
      }
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
                <th scope="row" class="left">{{ column.name }}</th>
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
    .plot {
      position: relative;
      display: flex;
      gap: 2px;
      height: 8rem;
      padding-top: var(--cds-global-space-7);
    }
    .top {
      position: absolute;
      top: 0;
      font-size: 0.55rem;
    }
    .column {
      flex: 1;
      min-width: 0;
      display: flex;
      flex-direction: column;
    }
    .stack {
      flex: 1;
      display: flex;
      flex-direction: column-reverse;
      border-bottom: 1px solid var(--cds-alias-object-border-color);
      background: var(--cds-alias-object-container-background-tint);
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
    .mark {
      height: 1.2rem;
      font-size: 0.55rem;
      white-space: nowrap;
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

  protected readonly t = useTexts(texts);
  protected readonly highest = computed(() => Math.max(0, ...this.columns().map((column) => sum(column.values))));
  protected readonly drawn = computed(() =>
    this.columns().map((column) => ({
      mark: column.mark,
      title: [
        column.name,
        ...this.series().map((one, at) => `${one.text}: ${this.show()(column.values[at] ?? 0)}`),
      ].join('\n'),
      parts: this.series()
        .map((one, at) => ({ tone: one.tone, percent: percent(column.values[at] ?? 0, this.highest()) }))
        .filter((part) => part.percent > 0),
    })),
  );
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const percent = (value: number, whole: number): number => (whole > 0 ? (value / whole) * 100 : 0);
