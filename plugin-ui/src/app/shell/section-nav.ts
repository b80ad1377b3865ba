import { Component, computed, inject, input } from '@angular/core';
import { RouterLink, RouterLinkActive } from '@angular/router';
import { ClrNavigationModule } from '@clr/angular/layout/nav';
import { texts } from '../app.texts';
import { Host } from '../host/host';
import { useTexts } from '../i18n/use-texts';

const GLOBAL = ['dashboard', 'nas', 'vcenters', 'settings', 'audit'] as const;
const DATASTORE = ['summary', 'runs', 'snapshots', 'replication'] as const;

/** The pages of the installation, or of one datastore. */
@Component({
  selector: 'dg-sections',
  imports: [ClrNavigationModule, RouterLink, RouterLinkActive],
  template: `
    <nav class="subnav" [attr.aria-label]="datastore() ? t().datastorePages : t().sections">
      <ul class="nav">
        @for (link of links(); track link.to) {
          <li class="nav-item">
            <a
              class="nav-link"
              [routerLink]="link.to"
              [queryParams]="link.query"
              routerLinkActive="active"
              ariaCurrentWhenActive="page"
            >
              {{ link.text }}
            </a>
          </li>
        }
      </ul>
    </nav>
  `,
})
export class SectionNav {
  readonly datastore = input(false);

  private readonly host = inject(Host);
  protected readonly t = useTexts(texts);
  protected readonly links = computed(() => {
    const t = this.t();
    const global = GLOBAL.map((page) => ({ to: `/${page}`, text: t[page], query: {} }));
    if (!this.datastore()) {
      return global;
    }
    const query = { object: this.host.objectIds()[0] };
    return [
      { to: '/dashboard', text: t.allDatastores, query: {} },
      ...DATASTORE.map((page) => ({ to: `/datastore/${page}`, text: t[page], query })),
    ];
  });
}
