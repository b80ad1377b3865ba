import { Component, computed, inject, input, model, output, resource, signal } from '@angular/core';
import { ClrAccordionModule } from '@clr/angular/accordion';
import { answer, Api } from '../../api/api';
import { everything } from '../../api/everything';
import { NasSystem, Page } from '../../api/model';
import { useFill, useTexts } from '../../i18n/use-texts';
import { SelectField } from '../../shared/form/select-field';
import { asProblem } from '../../api/problem';
import { ProblemAlert } from '../../shared/problem-alert';
import { useRights } from '../../shared/rights';
import { NasConnect } from '../nas/nas-connect';
import { PeerKey } from '../nas/peer-key';
import { texts } from './replication.texts';

const MOST = 500;

/** Which machine receives: one that is known, or one that is added here, with the keys that let others in. */
@Component({
  selector: 'dg-remote-nas',
  imports: [SelectField, NasConnect, PeerKey, ProblemAlert, ClrAccordionModule],
  template: `
    @if (problem(); as problem) {
      <dg-problem [problem]="problem" [retryable]="true" (retry)="list.reload()" />
    }
    <dg-select
      [label]="t().nas"
      [options]="options()"
      [error]="error()"
      [value]="id()"
      (valueChange)="choose($event)"
    />
    @if (rights.may('CONFIGURE')) {
      <button type="button" class="btn btn-sm btn-link beside" (click)="add.emit()">{{ t().nasAdd }}</button>
    } @else if (rights.lacks('CONFIGURE')) {
      <p class="dg-muted beside">{{ t().nasAddNot }}</p>
    }
    @if (chosen(); as nas) {
      @if (nas.hostKeyFingerprint) {
        <p class="beside">
          {{ t().hostKey }}:
          <code class="dg-code">{{ nas.hostKeyFingerprint }}</code>
        </p>
      }
      @if (rights.may('VIEW')) {
        <clr-accordion>
          <clr-accordion-panel [clrAccordionPanelOpen]="fresh()">
            <clr-accordion-title>{{ fill(t().access, { name: nas.name }) }}</clr-accordion-title>
            <clr-accordion-content>
              <dg-nas-connect [nas]="nas" [changeable]="rights.may('CONFIGURE')" [note]="testNote()" />
              @if (direct() && source(); as from) {
                @if (from.id !== nas.id) {
                  <dg-peer-key
                    [source]="pull() ? nas : from"
                    [target]="pull() ? from : nas"
                    [changeable]="rights.may('CONFIGURE')"
                  />
                }
              }
            </clr-accordion-content>
          </clr-accordion-panel>
        </clr-accordion>
      }
    }
  `,
  styles: `
    .beside {
      display: block;
      margin-top: 0;
    }
    @media (min-width: 768px) {
      .beside {
        margin-inline-start: 25%;
      }
    }
    clr-accordion {
      margin: var(--cds-global-space-7) 0;
    }
  `,
})
export class RemoteNas {
  readonly id = model.required<string>();
  readonly sourceId = input<string>();
  /** Whether the data goes from machine to machine, and which of them logs in to the other. */
  readonly direct = input(true);
  readonly pull = input(false);
  readonly error = input<string>();

  /** A person wants to add a machine; its dialog is a form of its own, and a form holds no other. */
  readonly add = output();

  private readonly api = inject(Api);
  /** Machines belong to the installation as a whole. */
  protected readonly rights = useRights();
  protected readonly t = useTexts(texts);
  protected readonly fill = useFill();
  protected readonly fresh = signal(false);
  protected readonly list = resource({
    loader: ({ abortSignal: signal }) =>
      everything<NasSystem>(
        (cursor) =>
          answer<Page<NasSystem>>(
            this.api.client.GET('/nas-systems', { params: { query: { cursor, limit: '100' } }, signal }),
          ),
        MOST,
      ),
  });
  private readonly all = computed(() => (this.list.hasValue() ? this.list.value().items : []));
  protected readonly problem = computed(() => {
    const error = this.list.error();
    return error === undefined ? undefined : asProblem(error);
  });
  /** The sender comes last: sending to itself keeps no copy elsewhere. */
  protected readonly options = computed(() => [
    { value: '', text: this.t().nasChoose },
    ...this.all()
      .map((nas) => ({ value: nas.id, text: `${nas.name} (${nas.host})` }))
      .sort((a, b) => Number(a.value === this.sourceId()) - Number(b.value === this.sourceId())),
  ]);
  readonly chosen = computed(() => this.all().find((nas) => nas.id === this.id()));
  readonly source = computed(() => this.all().find((nas) => nas.id === this.sourceId()));

  /** The server tries its own way only; the machines' way to each other is tried by the dry run. */
  protected readonly testNote = computed(() => {
    const [from, to] = [this.source(), this.chosen()];
    return this.direct() && from && to && from.id !== to.id
      ? this.fill(this.t().testNote, {
          name: to.name,
          source: this.pull() ? to.name : from.name,
          target: this.pull() ? from.name : to.name,
        })
      : undefined;
  });

  protected choose(id: string): void {
    this.id.set(id);
    this.fresh.set(true);
  }

  /** Chooses a machine that was just added. */
  added(nas: NasSystem): void {
    this.list.update((known) => ({ more: known?.more ?? false, items: [...(known?.items ?? []), nas] }));
    this.choose(nas.id);
  }
}
