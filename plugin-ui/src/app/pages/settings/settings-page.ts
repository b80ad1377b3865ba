import { Component, computed, inject } from '@angular/core';
import { ClrTabsModule } from '@clr/angular/layout/tabs';
import { answer, Api } from '../../api/api';
import { Role } from '../../api/model';
import { SchemaAbout } from '../../api/schema';
import { useTexts } from '../../i18n/use-texts';
import { PageFrame } from '../../shared/page-frame';
import { useRights } from '../../shared/rights';
import { RightsNote } from '../../shared/rights-note';
import { watched } from '../../shared/watched';
import { Certificates } from './certificates';
import { Notifications } from './notifications/notifications';
import { Tokens } from './tokens';
import { texts } from './settings.texts';

/** What belongs to the installation: tokens, notifications, certificate, version. */
@Component({
  selector: 'dg-settings-page',
  imports: [PageFrame, ClrTabsModule, RightsNote, Tokens, Notifications, Certificates],
  template: `
    <dg-page [title]="t().title" [of]="about">
      <clr-tabs>
        <clr-tab>
          <button clrTabLink>{{ t().tokens }}</button>
          <clr-tab-content *clrIfActive>
            <dg-rights-note [rights]="rights" needed="CONFIGURE" [hides]="true" />
            @if (rights.may('CONFIGURE')) {
              <dg-tokens />
            }
          </clr-tab-content>
        </clr-tab>
        <clr-tab>
          <button clrTabLink>{{ t().notifications }}</button>
          <clr-tab-content *clrIfActive>
            <dg-rights-note [rights]="rights" needed="CONFIGURE" [hides]="true" />
            @if (rights.may('CONFIGURE')) {
              <dg-notifications />
            }
          </clr-tab-content>
        </clr-tab>
        <clr-tab>
          <button clrTabLink>{{ t().certificate }}</button>
          <clr-tab-content *clrIfActive><dg-certificates /></clr-tab-content>
        </clr-tab>
        <clr-tab>
          <button clrTabLink>{{ t().about }}</button>
          <clr-tab-content *clrIfActive>
            <h2 cds-text="section">{{ about.value()?.product }}</h2>
            <dl class="facts">
              <dt>{{ t().version }}</dt>
              <dd>{{ about.value()?.version }}</dd>
              <dt>{{ t().api }}</dt>
              <dd>{{ about.value()?.apiVersion }}</dd>
              <dt>{{ t().yourRole }}</dt>
              <dd>{{ role() }}</dd>
            </dl>
            <p>
              <a [href]="docs" target="_blank" rel="noopener">{{ t().docs }}</a>
              ·
              <a [href]="runbook" target="_blank" rel="noopener">{{ t().runbook }}</a>
            </p>
          </clr-tab-content>
        </clr-tab>
      </clr-tabs>
    </dg-page>
  `,
  styles: `
    clr-tab-content {
      display: block;
      padding-top: var(--cds-global-space-6);
    }
    .facts {
      display: grid;
      grid-template-columns: max-content 1fr;
      gap: var(--cds-global-space-3) var(--cds-global-space-7);
    }
    dt {
      color: var(--cds-alias-typography-color-300);
    }
    dd {
      margin: 0;
    }
  `,
})
export class SettingsPage {
  private readonly api = inject(Api);
  protected readonly t = useTexts(texts);
  protected readonly rights = useRights();
  protected readonly docs = new URL('../api/docs/index.html', document.baseURI).href;
  protected readonly runbook = new URL('runbook/index.html', document.baseURI).href;
  protected readonly about = watched(
    () => true,
    (_all, signal) => answer<SchemaAbout>(this.api.client.GET('/about', { signal })),
  );
  protected readonly role = computed(() => {
    const names: Record<Role, string> = this.t();
    const role = this.about.value()?.role as Role | undefined;
    return role ? names[role] : this.t().noRole;
  });
}
