import { Component, computed, inject, input } from '@angular/core';
import { ClrAlertModule } from '@clr/angular/emphasis/alert';
import { SchemaPool, SchemaProbe } from '../../api/schema';
import { useFill, useTexts } from '../../i18n/use-texts';
import { secondsOf } from '../../shared/clock';
import { Formatting } from '../../shared/formatting';
import { texts } from './nas.texts';

/** Programs that some settings of a replication need on both machines. */
const OPTIONAL = ['lz4', 'pigz', 'plzip', 'zstd', 'mbuffer'];
const TOLERATED_SECONDS = 5;

/** What a look at a machine found: what is missing first. */
@Component({
  selector: 'dg-probe',
  imports: [ClrAlertModule],
  template: `
    <clr-alert [clrAlertType]="good() ? 'success' : 'danger'" [clrAlertClosable]="false" role="status">
      <clr-alert-item>
        <span class="alert-text">
          @if (good()) {
            {{ fill(t().good, { name: name() }) }}
          } @else if (!probe().zfsVersion) {
            {{ fill(t().noZfs, { name: name() }) }}
          } @else {
            {{ t().missingRights }}: {{ probe().missingRights?.join(', ') }}
          }
        </span>
      </clr-alert-item>
    </clr-alert>
    <dl class="facts">
      <dt>{{ t().zfs }}</dt>
      <dd>{{ probe().zfsVersion || '–' }}</dd>
      <dt>{{ t().system }}</dt>
      <dd>{{ probe().operatingSystem }}</dd>
      <dt>{{ t().pools }}</dt>
      @for (pool of probe().pools ?? []; track pool.name) {
        <dd>{{ line(pool) }}</dd>
      }
      <dt>{{ t().tools }}</dt>
      <dd>{{ probe().tools?.join(', ') }}</dd>
      @if (missingTools().length) {
        <dt>{{ t().missingTools }}</dt>
        <dd>{{ missingTools().join(', ') }}</dd>
      }
      @if (clock(); as clock) {
        <dt>{{ t().clock }}</dt>
        <dd>{{ clock }}</dd>
      }
    </dl>
  `,
  styles: `
    .facts {
      display: grid;
      grid-template-columns: max-content 1fr;
      gap: var(--cds-global-space-2) var(--cds-global-space-7);
      margin: var(--cds-global-space-6) 0;
    }
    dt {
      max-width: 16rem;
      color: var(--cds-alias-typography-color-300);
    }
    dd {
      grid-column: 2;
      margin: 0;
    }
  `,
})
export class ProbeView {
  readonly probe = input.required<SchemaProbe>();
  readonly name = input.required<string>();

  private readonly format = inject(Formatting);
  protected readonly t = useTexts(texts);
  protected readonly fill = useFill();
  protected readonly good = computed(
    () => !!this.probe().zfsVersion && (this.probe().missingRights ?? []).length === 0,
  );
  protected readonly missingTools = computed(() =>
    OPTIONAL.filter((tool) => !(this.probe().tools ?? []).includes(tool)),
  );
  protected readonly clock = computed(() => {
    const seconds = secondsOf(this.probe().clockDifference) ?? 0;
    const time = this.format.duration(Math.abs(seconds));
    return Math.abs(seconds) <= TOLERATED_SECONDS
      ? undefined
      : this.fill(seconds > 0 ? this.t().clockAhead : this.t().clockBehind, { time });
  });

  protected line(pool: SchemaPool): string {
    return this.fill(this.t().poolLine, {
      name: pool.name ?? '',
      health: pool.health ?? '',
      free: this.format.bytes(pool.free),
      size: this.format.bytes(pool.size),
    });
  }
}
