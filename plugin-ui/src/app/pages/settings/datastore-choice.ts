import { Component, computed, inject, input, model } from '@angular/core';
import { FormsModule } from '@angular/forms';
import { ClrCheckboxModule } from '@clr/angular/forms/checkbox';
import { answer, Api } from '../../api/api';
import { Datastore, Page } from '../../api/model';
import { asProblem } from '../../api/problem';
import { useFill, useTexts } from '../../i18n/use-texts';
import { TextField } from '../../shared/form/text-field';
import { ProblemAlert } from '../../shared/problem-alert';
import { Typed } from '../../shared/typed';
import { watched } from '../../shared/watched';
import { texts } from './settings.texts';

const MOST_SHOWN = 25;

/** Some datastores of many: those that fit what is typed, below those that were chosen before. */
@Component({
  selector: 'dg-datastore-choice',
  imports: [ClrCheckboxModule, FormsModule, ProblemAlert, TextField],
  template: `
    <dg-text [label]="t().find" [error]="error()" [value]="search.text()" (valueChange)="search.type($event)" />
    @if (problem(); as problem) {
      <dg-problem [problem]="problem" [retryable]="true" (retry)="found.reload()" />
    }
    <clr-checkbox-container [attr.aria-label]="shown().length ? t().datastoresChosen : null">
      <label>{{ t().datastoresChosen }}</label>
      @for (item of shown(); track item.id) {
        <clr-checkbox-wrapper>
          <input
            type="checkbox"
            clrCheckbox
            [ngModel]="chosen().has(item.id)"
            (ngModelChange)="choose(item.id, item.name, $event)"
            [ngModelOptions]="{ standalone: true }"
          />
          <label>{{ item.name }}</label>
        </clr-checkbox-wrapper>
      }
      <clr-control-helper>{{ help() }}</clr-control-helper>
    </clr-checkbox-container>
  `,
})
export class DatastoreChoice {
  /** Names by id. */
  readonly chosen = model.required<ReadonlyMap<string, string>>();
  readonly error = input<string>();

  private readonly api = inject(Api);
  protected readonly t = useTexts(texts);
  private readonly fill = useFill();
  protected readonly search = new Typed(() => undefined);
  protected readonly found = watched(
    () => ({ contains: this.search.asked() }),
    ({ contains }, signal) =>
      answer<Page<Datastore>>(
        this.api.client.GET('/datastores', {
          params: { query: { contains, limit: String(MOST_SHOWN), sort: 'name' } },
          signal,
        }),
      ),
  );
  protected readonly problem = computed(() => {
    const error = this.found.error();
    return error === undefined ? undefined : asProblem(error);
  });
  /** What is ticked stays where it is until something else is looked for. */
  protected readonly shown = computed(() => {
    const fitting = (this.found.value()?.items ?? []).map(({ id, name }) => ({ id, name }));
    const others = [...this.chosen()].map(([id, name]) => ({ id, name }));
    return [...others.filter(({ id }) => fitting.every((one) => one.id !== id)), ...fitting];
  });
  protected readonly help = computed(() => {
    const page = this.found.value();
    return page?.items.length === 0
      ? this.t().noneFits
      : page?.nextCursor
        ? this.fill(this.t().firstOnes, { n: page.items.length })
        : '';
  });

  protected choose(id: string, name: string, wanted: boolean): void {
    const others = [...this.chosen()].filter(([known]) => known !== id);
    this.chosen.set(new Map(wanted ? [...others, [id, name]] : others));
  }
}
