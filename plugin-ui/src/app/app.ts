import { Component, computed, inject } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { NavigationEnd, Router, RouterOutlet } from '@angular/router';
import { filter, map } from 'rxjs';
import { Host } from './host/host';
import { useClarityWords } from './i18n/clarity-words';
import { DatastoreBar } from './shell/datastore-bar';
import { ModalFrame } from './shell/modal-frame';
import { SectionNav } from './shell/section-nav';
import { StandaloneHeader } from './shell/standalone-header';

/** By the first part of an address; a card on a host or cluster is no place for the sections. */
const SECTIONS: Partial<Record<string, 'datastore' | 'login' | 'card'>> = {
  datastore: 'datastore',
  login: 'login',
  host: 'card',
  cluster: 'card',
};

/** What surrounds a page: nothing but sections inside the vSphere Client, header and modals too outside it. */
@Component({
  selector: 'dg-root',
  imports: [RouterOutlet, DatastoreBar, StandaloneHeader, SectionNav, ModalFrame],
  template: `
    @if (host.embedded) {
      @if (section() === 'global') {
        <dg-sections />
      }
      <main class="page"><router-outlet /></main>
    } @else if (section() === 'login') {
      <router-outlet />
    } @else {
      <dg-header />
      @if (section() === 'datastore') {
        <dg-datastore-bar />
      }
      <dg-sections [datastore]="section() === 'datastore'" />
      <main class="page" id="content" tabindex="-1"><router-outlet /></main>
      <dg-modal-frame />
    }
  `,
  styles: `
    :host {
      display: flex;
      flex-direction: column;
      height: 100%;
    }
    .page {
      display: block;
      flex: 1;
      overflow: auto;
      padding: var(--cds-global-space-7);
      outline: none;
    }
  `,
})
export class App {
  protected readonly host = inject(Host);
  private readonly router = inject(Router);
  private readonly address = toSignal(
    this.router.events.pipe(
      filter((event) => event instanceof NavigationEnd),
      map((event) => event.urlAfterRedirects),
    ),
    { initialValue: '' },
  );
  protected readonly section = computed(() => {
    const first = this.address().split(/[/?]/)[1];
    return SECTIONS[first ?? ''] ?? 'global';
  });

  constructor() {
    useClarityWords();
    // A view of the client can be asked for with a page in it.
    const page = this.host.startPage;
    if (page !== undefined) {
      void this.router.navigateByUrl(`/${page}`);
    }
  }
}
