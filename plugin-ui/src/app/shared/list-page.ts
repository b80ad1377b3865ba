import { Directive, inject, signal } from '@angular/core';
import { answer, Api, ifMatch } from '../api/api';
import { Page } from '../api/model';
import { Host } from '../host/host';
import { useFill } from '../i18n/use-texts';
import { Pager } from './pager';
import { useRights } from './rights';
import { watched } from './watched';
import { Work } from './work';

/** What such a list holds. */
interface Kept {
  id: string;
  version: number;
}
type Sent = Promise<{ data?: unknown }>;

/** A page that lists what belongs to the whole installation; dialogs add to it, change it and remove from it. */
@Directive()
export abstract class ListPage<T extends Kept, K extends string> {
  protected readonly api = inject(Api);
  protected readonly host = inject(Host);
  protected readonly fill = useFill();
  protected readonly pager = new Pager();
  protected readonly work = new Work();
  protected readonly rights = useRights();
  /** Which dialog is open, and what it is about; nothing where it adds. */
  protected readonly dialog = signal<{ kind: K; of?: T } | undefined>(undefined);
  protected readonly list = watched(
    () => ({ cursor: this.pager.cursor(), refreshes: this.host.refreshes() }),
    ({ cursor }, signal) => answer<Page<T>>(this.part({ cursor, limit: '50' }, signal)),
  );

  /** Asks for a part of the list. */
  protected abstract part(query: { cursor: string | undefined; limit: string }, signal: AbortSignal): Sent;
  protected abstract delete(params: { path: { id: string }; header: { 'If-Match': string } }): Sent;

  protected subject(): T {
    const subject = this.dialog()?.of;
    if (subject === undefined) {
      throw new Error('this dialog is about nothing in the list');
    }
    return subject;
  }

  protected close(): void {
    this.dialog.set(undefined);
    this.work.forget();
    this.host.refresh();
  }

  protected async remove(): Promise<void> {
    const { id, version } = this.subject();
    if (await this.work.do(() => this.delete({ path: { id }, header: ifMatch(version) }))) {
      this.close();
    }
  }
}
