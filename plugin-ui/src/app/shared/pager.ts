import { computed, Signal, signal } from '@angular/core';

/**
 * Walks a list that the server hands out by cursors: the cursors of the parts seen so far, and which one is shown. The
 * list's length is not known, so there is a next part or there is none.
 */
export class Pager {
  private readonly cursors = signal<readonly (string | undefined)[]>([undefined]);
  private readonly at = signal(0);
  /** The cursor of the part to show; undefined for the first. */
  readonly cursor: Signal<string | undefined> = computed(() => this.cursors()[this.at()]);
  readonly hasPrevious = computed(() => this.at() > 0);

  forward(nextCursor: string): void {
    this.cursors.update((cursors) => [...cursors.slice(0, this.at() + 1), nextCursor]);
    this.at.update((at) => at + 1);
  }

  back(): void {
    this.at.update((at) => Math.max(0, at - 1));
  }

  /** To the start, because what is listed became something else. */
  restart(): void {
    this.cursors.set([undefined]);
    this.at.set(0);
  }
}
