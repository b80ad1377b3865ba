import { signal } from '@angular/core';
import { Host, ModalRequest, Place } from './host';
import { Theme } from './sdk';

/** Surroundings for component tests: everything can be set, and what pages ask for is kept. */
export class FakeHost extends Host {
  override readonly embedded: boolean = true;
  override readonly theme = signal<Theme>('light');
  override readonly locale = signal('en-US');
  override readonly refreshes = signal(0);
  override readonly objectIds = signal<readonly string[]>([]);
  override readonly startPage: string | undefined = undefined;
  override readonly modalData = signal<unknown>(undefined);
  readonly went: Place[] = [];
  readonly modals: ModalRequest[] = [];
  readonly closed: unknown[] = [];
  /** What the next modal is closed with. */
  result: unknown;

  override identity(): Promise<Record<string, string>> {
    return Promise.resolve({ 'vmware-api-session-id': 'token' });
  }
  override rejected(): Promise<boolean> {
    return Promise.resolve(false);
  }
  override go(place: Place): void {
    this.went.push(place);
  }
  override openModal(modal: ModalRequest): Promise<unknown> {
    this.modals.push(modal);
    return Promise.resolve(this.result);
  }
  override closeModal(result?: unknown): void {
    this.closed.push(result);
  }
  override refresh(): void {
    this.refreshes.update((count) => count + 1);
  }
  override formatTime(millis: number): string {
    return new Date(millis).toISOString();
  }
}
