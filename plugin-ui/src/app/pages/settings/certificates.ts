import { Component, inject } from '@angular/core';
import { answer, Api } from '../../api/api';
import { everything } from '../../api/everything';
import { Page, Vcenter } from '../../api/model';
import { asProblem } from '../../api/problem';
import { SchemaRegistration } from '../../api/schema';
import { useTexts } from '../../i18n/use-texts';
import { PageFrame } from '../../shared/page-frame';
import { watched } from '../../shared/watched';
import { ServedCertificate } from './served-certificate';
import { texts } from './settings.texts';

const MOST = 100;

/** The certificate of this server, and which one each vCenter trusts. */
@Component({
  selector: 'dg-certificates',
  imports: [PageFrame, ServedCertificate],
  template: `
    <dg-served-certificate />
    <h2 cds-text="section">{{ t().trusted }}</h2>
    <p>{{ t().certificateHelp }}</p>
    <dg-page [of]="list" [empty]="list.value()?.length === 0">
      <p page-empty>{{ t().certificateNone }}</p>
      <dl>
        @for (line of list.value() ?? []; track line.name) {
          <dt>{{ line.name }}</dt>
          <dd class="dg-code">{{ line.fingerprint ?? line.problem ?? t().notRegistered }}</dd>
        }
      </dl>
    </dg-page>
  `,
  styles: `
    h2 {
      margin: var(--cds-global-space-9) 0 0;
    }
    dt {
      margin-top: var(--cds-global-space-6);
      color: var(--cds-alias-typography-color-300);
    }
    dd {
      margin: 0;
    }
  `,
})
export class Certificates {
  private readonly api = inject(Api);
  protected readonly t = useTexts(texts);
  protected readonly list = watched(
    () => true,
    async (_all, signal) => {
      const { items } = await everything<Vcenter>(
        (cursor) =>
          answer<Page<Vcenter>>(
            this.api.client.GET('/vcenters', { params: { query: { cursor, limit: '100' } }, signal }),
          ),
        MOST,
      );
      return Promise.all(items.map((vcenter) => this.registered(vcenter, signal)));
    },
  );

  /** One vCenter that is away must not hide the others. */
  private async registered(
    { id, name }: Vcenter,
    signal: AbortSignal,
  ): Promise<{ name: string; fingerprint?: string; problem?: string }> {
    try {
      const { fingerprint } = await answer<SchemaRegistration>(
        this.api.client.GET('/vcenters/{id}/registration', { params: { path: { id } }, signal }),
      );
      return fingerprint ? { name, fingerprint } : { name };
    } catch (thrown) {
      return { name, problem: asProblem(thrown).title ?? '–' };
    }
  }
}
