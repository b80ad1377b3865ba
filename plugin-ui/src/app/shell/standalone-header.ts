import { Component, computed, inject } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { ClrIcon } from '@clr/angular/icon';
import { ClrNavigationModule } from '@clr/angular/layout/nav';
import { ClrMainContainerModule } from '@clr/angular/layout/main-container';
import { ClrDropdownModule } from '@clr/angular/popover/dropdown';
import { texts } from '../app.texts';
import { Host } from '../host/host';
import { Login } from '../host/login';
import { StandaloneHost } from '../host/standalone-host';
import { useFill, useTexts } from '../i18n/use-texts';

const LOCALES = [
  ['en-US', 'English'],
  ['es-ES', 'Español'],
  ['fr-FR', 'Français'],
  ['ja-JP', '日本語'],
] as const;

/** Outside the vSphere Client: the product's name, theme, language and who is signed in. */
@Component({
  selector: 'dg-header',
  imports: [ClrNavigationModule, ClrMainContainerModule, ClrDropdownModule, ClrIcon, RouterLink],
  template: `
    <a class="dg-hidden skip" href="#content" (click)="skip($event)">{{ t().skip }}</a>
    <header class="header header-6">
      <div class="branding">
        <a routerLink="/dashboard" class="nav-link"><span class="title">Datastore Guard</span></a>
      </div>
      <div class="header-actions">
        <button
          type="button"
          class="btn btn-link btn-icon theme"
          [attr.aria-label]="dark() ? t().themeLight : t().themeDark"
          (click)="host.choose(dark() ? 'light' : 'dark')"
        >
          <cds-icon [shape]="dark() ? 'sun' : 'moon'"></cds-icon>
        </button>
        <clr-dropdown>
          <button
            type="button"
            clrDropdownTrigger
            class="nav-text"
            [attr.aria-label]="fill(t().account, { actor: actor() })"
          >
            <cds-icon shape="user"></cds-icon>
            {{ actor() }}
            <cds-icon shape="angle" direction="down" size="sm"></cds-icon>
          </button>
          <clr-dropdown-menu *clrIfOpen clrPosition="bottom-right">
            <h4 class="dropdown-header">{{ t().language }}</h4>
            @for (locale of locales; track locale[0]) {
              <button type="button" clrDropdownItem [attr.lang]="locale[0]" (click)="host.speak(locale[0])">
                {{ locale[1] }}
              </button>
            }
            <div class="dropdown-divider" role="separator"></div>
            <a clrDropdownItem href="../api/docs/index.html" target="_blank" rel="noopener">{{ t().apiDocs }}</a>
            <button type="button" clrDropdownItem (click)="signOut()">{{ t().signOut }}</button>
          </clr-dropdown-menu>
        </clr-dropdown>
      </div>
    </header>
  `,
  styles: `
    .theme {
      align-self: center;
      color: inherit;
    }
    .skip:focus {
      position: fixed;
      z-index: 10;
      width: auto;
      height: auto;
      clip-path: none;
      padding: var(--cds-global-space-5);
      background: var(--cds-alias-object-app-background);
    }
  `,
})
export class StandaloneHeader {
  protected readonly host = inject(Host) as StandaloneHost;
  private readonly login = inject(Login);
  private readonly router = inject(Router);
  protected readonly t = useTexts(texts);
  protected readonly fill = useFill();
  protected readonly locales = LOCALES;
  protected readonly dark = computed(() => this.host.theme() === 'dark');
  protected readonly actor = computed(() => this.login.session()?.actor ?? '');

  /** The address is the router's; a plain link would change the page. */
  protected skip(event: Event): void {
    event.preventDefault();
    document.getElementById('content')?.focus();
  }

  protected async signOut(): Promise<void> {
    await this.login.signOut().catch(() => this.login.expired());
    await this.router.navigate(['/login']);
  }
}
