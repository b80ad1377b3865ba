import { Component, computed, inject } from '@angular/core';
import { ClrAlertModule } from '@clr/angular/emphasis/alert';
import { answer, Api } from '../../api/api';
import { SchemaCertificate } from '../../api/schema';
import { Host } from '../../host/host';
import { useFill, useTexts } from '../../i18n/use-texts';
import { CopyText } from '../../shared/copy-text';
import { Formatting } from '../../shared/formatting';
import { PageFrame } from '../../shared/page-frame';
import { watched } from '../../shared/watched';
import { texts } from './settings.texts';

const DAY = 86_400_000;
const SOON = 30;

/** The certificate that this server shows: whose, how long, and how to replace it. */
@Component({
  selector: 'dg-served-certificate',
  imports: [ClrAlertModule, CopyText, PageFrame],
  template: `
    <h2 cds-text="section">{{ t().served }}</h2>
    <dg-page [of]="served">
      @if (served.value(); as served) {
        @if (warning(); as warning) {
          <clr-alert [clrAlertType]="warning.type" [clrAlertClosable]="false">
            <clr-alert-item>
              <span class="alert-text">{{ warning.text }}</span>
            </clr-alert-item>
          </clr-alert>
        }
        <dl>
          <dt>{{ t().subject }}</dt>
          <dd>{{ served.subject }}</dd>
          <dt>{{ t().names }}</dt>
          <dd>{{ served.names.join(', ') || '–' }}</dd>
          <dt>{{ t().issuer }}</dt>
          <dd>{{ served.selfSigned ? t().selfSigned : served.issuer }}</dd>
          <dt>{{ t().validFrom }}</dt>
          <dd>{{ format.time(served.validFrom) }}</dd>
          <dt>{{ t().validUntil }}</dt>
          <dd>
            {{ format.time(served.validUntil) }}
            <span class="dg-muted">{{ daysLeft() > 0 ? fill(t().daysLeft, { n: daysLeft() }) : '' }}</span>
          </dd>
          <dt>{{ t().fingerprint }}</dt>
          <dd><dg-copy [text]="served.fingerprint" /></dd>
        </dl>
      }
    </dg-page>
    <p>
      {{ t().replace }}
      <a [href]="guide" target="_blank" rel="noopener">{{ t().replaceLink }}</a>
    </p>
  `,
  styles: `
    h2 {
      margin: var(--cds-global-space-8) 0 var(--cds-global-space-6);
    }
    dl {
      display: grid;
      grid-template-columns: max-content minmax(0, 1fr);
      gap: var(--cds-global-space-3) var(--cds-global-space-7);
    }
    dt {
      color: var(--cds-alias-typography-color-300);
    }
    dd {
      margin: 0;
      overflow-wrap: anywhere;
    }
  `,
})
export class ServedCertificate {
  private readonly api = inject(Api);
  private readonly host = inject(Host);
  protected readonly format = inject(Formatting);
  protected readonly t = useTexts(texts);
  protected readonly fill = useFill();
  protected readonly guide = new URL('guides/certificate.html', document.baseURI).href;
  protected readonly served = watched(
    () => ({ refreshes: this.host.refreshes() }),
    (_, signal) => answer<Required<SchemaCertificate>>(this.api.client.GET('/server/certificate', { signal })),
  );
  /** Begun ones count; none once it has expired. */
  protected readonly daysLeft = computed(() =>
    Math.ceil((Date.parse(this.served.value()?.validUntil ?? '') - this.format.now()) / DAY),
  );
  protected readonly warning = computed(() => {
    const days = this.daysLeft();
    if (days <= 0) {
      return { type: 'danger' as const, text: this.t().expired };
    }
    return days <= SOON ? { type: 'warning' as const, text: this.t().endsSoon } : undefined;
  });
}
