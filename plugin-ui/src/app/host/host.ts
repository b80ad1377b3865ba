import { Signal } from '@angular/core';
import { DateTimeFormat, Theme } from './sdk';

/** A page of ours shown over another one; the path is a route such as `datastore/restore`. */
export interface ModalRequest {
  path: string;
  title: string;
  objectId?: string | undefined;
  size?: { width: number; height: number };
  data?: unknown;
}

/** The pages of one datastore, and those of the installation. */
export type Place =
  | { page: 'dashboard' | 'nas' | 'vcenters' | 'settings' | 'audit' }
  | { page: 'summary' | 'runs' | 'snapshots' | 'replication'; objectId: string; customData?: unknown };

/**
 * Where the pages are shown: the vSphere Client, or a browser tab of their own. Pages ask this and nothing else about
 * their surroundings.
 */
export abstract class Host {
  /** Whether the surroundings bring the header, the login and the modals' frames. */
  abstract readonly embedded: boolean;
  abstract readonly theme: Signal<Theme>;
  /** Such as en-US. */
  abstract readonly locale: Signal<string>;
  /** Changes whenever what is shown should be asked for again; its value means nothing. */
  abstract readonly refreshes: Signal<number>;
  /** The objects that the page is about, `urn:vmomi:…`; none on a page of the whole installation. */
  abstract readonly objectIds: Signal<readonly string[]>;
  /** What an action handed to the modal. */
  abstract readonly modalData: Signal<unknown>;

  /** The page of the installation that whoever opened this wants to see first. */
  abstract readonly startPage: string | undefined;

  /** Headers that say who is asking; asked before each request, because a session's token may change. */
  abstract identity(change: boolean): Promise<Record<string, string>>;
  /** The server did not accept the identity. @returns whether asking again can help */
  abstract rejected(): Promise<boolean>;
  abstract go(place: Place): void;
  /** @returns what the modal was closed with; undefined when it was dismissed */
  abstract openModal(modal: ModalRequest): Promise<unknown>;
  abstract closeModal(result?: unknown): void;
  /** Asks all parts of the surroundings to show the new state, ours included. */
  abstract refresh(): void;
  abstract formatTime(millis: number, format: DateTimeFormat): string;
}
