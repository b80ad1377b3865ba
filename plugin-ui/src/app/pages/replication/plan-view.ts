import { Component, computed, inject, input, output } from '@angular/core';
import { ClrAlertModule } from '@clr/angular/emphasis/alert';
import { SchemaPlan, SchemaPlannedConflict, SchemaPlannedStep } from '../../api/schema';
import { useFill, useTexts } from '../../i18n/use-texts';
import { Formatting } from '../../shared/formatting';
import { texts } from './replication.texts';

type Choice = NonNullable<SchemaPlannedConflict['choices']>[number];

/** The choices of a conflict, those first that lose nothing. */
const SAFEST_FIRST: readonly Choice[] = ['OTHER_TARGET', 'REPLACE', 'ROLL_BACK'];

/** What a run would do: what stands in its way first, then what it would destroy, then its steps. */
@Component({
  selector: 'dg-plan',
  imports: [ClrAlertModule],
  template: `
    @for (conflict of plan().conflicts ?? []; track $index) {
      <clr-alert clrAlertType="warning" [clrAlertClosable]="false" role="alert">
        <clr-alert-item>
          <div class="alert-text">
            <strong>{{ conflict.message }}</strong>
            <br />
            {{ t().planConflict }}
            <br />
            <span class="dg-code">{{ conflict.code }}</span>
            @if (conflict.onSource?.length) {
              <br />
              {{ t().conflictSource }}:
              <span class="dg-code">{{ conflict.onSource?.join(', ') }}</span>
            }
            @if (conflict.onTarget?.length) {
              <br />
              {{ t().conflictTarget }}:
              <span class="dg-code">{{ conflict.onTarget?.join(', ') }}</span>
            }
            @if (conflict.choices?.length) {
              <p class="choices">{{ t().choices }}:</p>
              <ol>
                @for (choice of ordered(conflict); track choice) {
                  <li>{{ choices()[choice] }}</li>
                }
              </ol>
              <button type="button" class="btn btn-sm" (click)="settle.emit()">{{ t().choiceTake }}</button>
            } @else {
              <br />
              {{ t().choiceNone }}
            }
          </div>
        </clr-alert-item>
      </clr-alert>
    }
    @if (plan().retentionDoubt; as doubt) {
      <clr-alert clrAlertType="info" [clrAlertClosable]="false">
        <clr-alert-item>
          <span class="alert-text">{{ doubt }}</span>
        </clr-alert-item>
      </clr-alert>
    }
    @if (deletions().length) {
      <clr-alert clrAlertType="warning" [clrAlertClosable]="false">
        <clr-alert-item>
          <div class="alert-text">
            <strong>{{ fill(t().planDeletions, { n: deletions().length }) }}</strong>
            <ul class="list">
              @for (name of deletions(); track name) {
                <li class="dg-code">{{ name }}</li>
              }
            </ul>
          </div>
        </clr-alert-item>
      </clr-alert>
    }
    @if (steps().length) {
      <table class="table">
        <thead>
          <tr>
            <th class="left">{{ t().planSteps }}</th>
            <th class="dg-number">{{ t().planSize }}</th>
          </tr>
        </thead>
        <tbody>
          @for (step of steps(); track $index) {
            <tr>
              <td class="left">{{ words(step) }}</td>
              <td class="dg-number dg-nowrap">{{ step.bytes === undefined ? '' : format.bytes(step.bytes) }}</td>
            </tr>
          }
        </tbody>
      </table>
      <p>
        @if (plan().bytesTotal !== undefined) {
          {{ fill(t().planTotal, { bytes: format.bytes(plan().bytesTotal) }) }}
        }
        @if (!deletions().length) {
          {{ t().planNoDeletions }}
        }
      </p>
    } @else if (!(plan().conflicts ?? []).length) {
      <p>{{ t().planNothing }}</p>
    }
  `,
  styles: `
    .list {
      max-height: 12rem;
      overflow: auto;
    }
    .choices {
      margin: var(--cds-global-space-5) 0 0;
      color: inherit;
    }
    ol {
      margin: 0 0 var(--cds-global-space-5) var(--cds-global-space-7);
    }
  `,
})
export class PlanView {
  readonly plan = input.required<SchemaPlan>();
  /** A person wants to choose a way out. */
  readonly settle = output();

  protected readonly format = inject(Formatting);
  protected readonly t = useTexts(texts);
  protected readonly fill = useFill();
  protected readonly steps = computed(() => this.plan().steps ?? []);
  protected readonly deletions = computed(() => this.plan().deletions ?? []);
  protected readonly choices = computed<Record<Choice, string>>(() => ({
    OTHER_TARGET: this.t().choiceOTHER_TARGET,
    REPLACE: this.t().choiceREPLACE,
    ROLL_BACK: this.t().choiceROLL_BACK,
  }));
  private readonly sentences = computed<Record<NonNullable<SchemaPlannedStep['action']>, string>>(() => ({
    SEND_FULL: this.t().stepSEND_FULL,
    SEND_INCREMENT: this.t().stepSEND_INCREMENT,
    RESUME: this.t().stepRESUME,
    ROLL_BACK: this.t().stepROLL_BACK,
    CREATE_PARENT: this.t().stepCREATE_PARENT,
    ABORT_PARTIAL: this.t().stepABORT_PARTIAL,
    REPLACE: this.t().stepREPLACE,
  }));

  protected ordered(conflict: SchemaPlannedConflict): Choice[] {
    return SAFEST_FIRST.filter((choice) => conflict.choices?.includes(choice));
  }

  protected words(step: SchemaPlannedStep): string {
    const label = (name: string | undefined) => name?.split('@').pop() ?? '';
    return this.fill(step.action ? this.sentences()[step.action] : '', {
      source: step.source ?? '',
      target: step.target ?? '',
      from: label(step.from),
      to: label(step.to),
      loses: step.loses ?? '',
    });
  }
}
