import { inject, signal } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { NavigationEnd, Router } from '@angular/router';
import { filter, map } from 'rxjs';
import { Host, ModalRequest, Place } from './host';
import { DateTimeFormat, Theme } from './sdk';
import { Login } from './login';
import { remember, remembered } from './memory';

/** A modal that is open; the shell draws its frame. */
export interface OpenModal extends ModalRequest {
  done: (result?: unknown) => void;
}

/** In a browser tab of their own: the pages bring login, header and modals themselves. */
export class StandaloneHost extends Host {
  private readonly router = inject(Router);
  private readonly login = inject(Login);
  override readonly embedded = false;
  override readonly theme = signal<Theme>(
    document.documentElement.getAttribute('cds-theme') === 'dark' ? 'dark' : 'light',
  );
  override readonly locale = signal(remembered('locale') ?? navigator.language);
  override readonly refreshes = signal(0);
  override readonly startPage = undefined;
  override readonly modalData = signal<unknown>(undefined);
  override readonly objectIds = toSignal(
    this.router.events.pipe(
      filter((event) => event instanceof NavigationEnd),
      map(() => this.objectsInAddress()),
    ),
    { initialValue: this.objectsInAddress() },
  );
  readonly modal = signal<OpenModal | undefined>(undefined);

  private objectsInAddress(): readonly string[] {
    const id = new URLSearchParams(location.hash.split('?')[1] ?? '').get('object');
    return id ? [id] : [];
  }

  choose(theme: Theme): void {
    this.theme.set(theme);
    document.documentElement.setAttribute('cds-theme', theme);
    remember('theme', theme);
  }

  speak(locale: string): void {
    this.locale.set(locale);
    remember('locale', locale);
  }

  override async identity(change: boolean): Promise<Record<string, string>> {
    const token = change ? await this.login.csrfToken() : undefined;
    return token ? { 'X-CSRF-Token': token } : {};
  }

  override async rejected(): Promise<boolean> {
    this.login.expired();
    await this.router.navigate(['/login'], { queryParams: { to: this.router.url } });
    return false;
  }

  override go(place: Place): void {
    void ('objectId' in place
      ? this.router.navigate(['/datastore', place.page], { queryParams: { object: place.objectId } })
      : this.router.navigate(['/', place.page]));
  }

  override openModal(modal: ModalRequest): Promise<unknown> {
    return new Promise((resolve) => {
      this.modalData.set(modal.data);
      this.modal.set({
        ...modal,
        done: (result) => {
          this.modal.set(undefined);
          this.modalData.set(undefined);
          this.refresh();
          resolve(result);
        },
      });
    });
  }

  override closeModal(result?: unknown): void {
    this.modal()?.done(result);
  }

  override refresh(): void {
    this.refreshes.update((count) => count + 1);
  }

  override formatTime(millis: number, format: DateTimeFormat): string {
    return new Intl.DateTimeFormat(this.locale(), {
      ...(format !== 'TIME' && { dateStyle: 'medium' }),
      ...(format !== 'DATE' && { timeStyle: 'medium' }),
    }).format(millis);
  }
}
