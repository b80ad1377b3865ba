import { Component, computed, input, model } from '@angular/core';
import { ClrFormsModule } from '@clr/angular/forms';
import { useTexts } from '../../i18n/use-texts';
import { AreaField } from '../../shared/form/area-field';
import { CheckField } from '../../shared/form/check-field';
import { LifetimeField } from '../../shared/form/lifetime-field';
import { SelectField } from '../../shared/form/select-field';
import { TextField } from '../../shared/form/text-field';
import { Draft } from './draft';
import { units } from './choices';
import { texts } from './replication.texts';

/** The settings that a first task does without. */
@Component({
  selector: 'dg-advanced-fields',
  imports: [AreaField, CheckField, SelectField, TextField, ClrFormsModule, LifetimeField],
  template: `
    @let d = draft();
    @let e = errors();
    <dg-select
      [label]="t().trigger"
      [options]="triggers()"
      [error]="e.trigger"
      [value]="d.trigger"
      (valueChange)="set({ trigger: $event })"
    />
    @if (d.trigger === 'SCHEDULE') {
      <dg-text
        [label]="t().cron"
        [help]="t().cronHelp"
        [error]="e.cron"
        [value]="d.cron"
        (valueChange)="set({ cron: $event })"
      />
    }
    <dg-check
      [label]="t().pauseAtEnd"
      [error]="e.pauseAtEnd"
      [value]="d.pauseAtEnd"
      (valueChange)="set({ pauseAtEnd: $event })"
    />
    <dg-select
      [label]="t().include"
      [options]="includes()"
      [error]="e.includeSnapshots"
      [value]="d.includeSnapshots"
      (valueChange)="set({ includeSnapshots: $event })"
    />
    @if (d.includeSnapshots === 'NAMING_SCHEMAS') {
      <dg-area
        [label]="t().schemas"
        [help]="t().schemasHelp"
        [error]="e.namingSchemas"
        [value]="d.namingSchemas"
        (valueChange)="set({ namingSchemas: $event })"
      />
    }
    @if (d.recursive) {
      <dg-area
        [label]="t().exclude"
        [help]="t().excludeHelp"
        [error]="e.exclude"
        [value]="d.exclude"
        (valueChange)="set({ exclude: $event })"
      />
    }
    <dg-select
      [label]="t().onDivergence"
      [options]="divergences()"
      [error]="e.onDivergence"
      [value]="d.onDivergence"
      (valueChange)="set({ onDivergence: $event })"
    />
    <dg-select
      [label]="t().fromScratch"
      [options]="scratches()"
      [error]="e.fromScratch"
      [value]="d.fromScratch"
      (valueChange)="set({ fromScratch: $event })"
    />
    <dg-select
      [label]="t().retention"
      [options]="policies()"
      [help]="d.policy === 'CUSTOM' ? t().retentionHelp : undefined"
      [error]="e.policy"
      [value]="d.policy"
      (valueChange)="set({ policy: $event })"
    />
    @if (d.policy === 'CUSTOM') {
      <dg-lifetime
        [label]="t().keep"
        [unitLabel]="t().keepUnit"
        [units]="units()"
        [error]="e.targetKeep"
        [value]="d.targetKeep"
        (valueChange)="set({ targetKeep: $event })"
        [unit]="d.targetKeepUnit"
        (unitChange)="set({ targetKeepUnit: $event })"
      />
    }
    <dg-select
      [label]="t().transport"
      [options]="transports()"
      [error]="e.transport"
      [value]="d.transport"
      (valueChange)="set({ transport: $event })"
    />
    @if (d.transport === 'DIRECT') {
      <dg-select
        [label]="t().direction"
        [options]="directions()"
        [error]="e.direction"
        [value]="d.direction"
        (valueChange)="set({ direction: $event })"
      />
    }
    <dg-select
      [label]="t().raw"
      [options]="raws()"
      [error]="e.raw"
      [value]="d.raw"
      (valueChange)="set({ raw: $event })"
    />
    <dg-check
      [label]="t().properties"
      [error]="e.includeProperties"
      [value]="d.includeProperties"
      (valueChange)="set({ includeProperties: $event })"
    />
    @if (d.includeProperties) {
      <dg-area
        [label]="t().propertyExcludes"
        [help]="t().propertyExcludesHelp"
        [error]="e.propertyExcludes"
        [value]="d.propertyExcludes"
        (valueChange)="set({ propertyExcludes: $event })"
      />
    }
    <dg-area
      [label]="t().propertyOverrides"
      [help]="t().propertyOverridesHelp"
      [error]="e.propertyOverrides"
      [value]="d.propertyOverrides"
      (valueChange)="set({ propertyOverrides: $event })"
    />
    <dg-check
      [label]="t().holdPending"
      [error]="e.holdPending"
      [value]="d.holdPending"
      (valueChange)="set({ holdPending: $event })"
    />
    <dg-check [label]="t().catchUp" [error]="e.catchUp" [value]="d.catchUp" (valueChange)="set({ catchUp: $event })" />
    <dg-text
      [label]="t().retries"
      [error]="e.retries"
      [numeric]="true"
      [value]="d.retries"
      (valueChange)="set({ retries: $event })"
    />
    <dg-text
      [label]="t().stall"
      [help]="t().stallHelp"
      [error]="e.stallTimeout"
      [value]="d.stallTimeout"
      (valueChange)="set({ stallTimeout: $event })"
    />
    <dg-text
      [label]="t().lag"
      [help]="t().lagHelp"
      [error]="e.allowedLag"
      [value]="d.allowedLag"
      (valueChange)="set({ allowedLag: $event })"
    />
  `,
})
export class AdvancedFields {
  readonly draft = model.required<Draft>();
  readonly errors = input.required<Partial<Record<keyof Draft, string>>>();

  protected readonly t = useTexts(texts);
  protected readonly units = computed(() => units(this.t()));
  protected readonly triggers = computed(() => [
    { value: 'AFTER_SNAPSHOT' as const, text: this.t().afterSnapshot },
    { value: 'SCHEDULE' as const, text: this.t().scheduled },
    { value: 'MANUAL' as const, text: this.t().manual },
  ]);
  protected readonly includes = computed(() => [
    { value: 'OWN' as const, text: this.t().includeOWN },
    { value: 'NAMING_SCHEMAS' as const, text: this.t().includeNAMING_SCHEMAS },
    { value: 'ALL' as const, text: this.t().includeALL },
  ]);
  protected readonly divergences = computed(() => [
    { value: 'FAIL' as const, text: this.t().FAIL },
    { value: 'ROLL_BACK' as const, text: this.t().ROLL_BACK },
  ]);
  protected readonly scratches = computed(() => [
    { value: 'REFUSE' as const, text: this.t().REFUSE },
    { value: 'REPLACE' as const, text: this.t().REPLACE },
  ]);
  protected readonly policies = computed(() => [
    { value: 'NONE' as const, text: this.t().NONE },
    { value: 'SOURCE' as const, text: this.t().SOURCE },
    { value: 'CUSTOM' as const, text: this.t().CUSTOM },
  ]);
  protected readonly transports = computed(() => [
    { value: 'DIRECT' as const, text: this.t().DIRECT },
    { value: 'RELAY' as const, text: this.t().RELAY },
    { value: 'LOCAL' as const, text: this.t().LOCAL },
  ]);
  protected readonly directions = computed(() => [
    { value: 'PUSH' as const, text: this.t().PUSH },
    { value: 'PULL' as const, text: this.t().PULL },
  ]);
  protected readonly raws = computed(() => [
    { value: 'AUTO' as const, text: this.t().AUTO },
    { value: 'ALWAYS' as const, text: this.t().ALWAYS },
    { value: 'NEVER' as const, text: this.t().NEVER },
  ]);

  protected set(change: Partial<Draft>): void {
    this.draft.update((draft) => ({ ...draft, ...change }));
  }
}
