import { DestroyRef, inject, signal } from '@angular/core';

const PAUSE_MILLIS = 300;

/** A text that somebody types: what is asked by it is asked when the typing pauses, not at each key. */
export class Typed {
  private readonly typing = signal('');
  private readonly meant = signal('');
  private timer: ReturnType<typeof setTimeout> | undefined;
  readonly text = this.typing.asReadonly();
  /** What to ask for; undefined for nothing in particular. */
  readonly asked = (): string | undefined => this.meant() || undefined;

  /** @param changed called when something else is to be asked for */
  constructor(private readonly changed: () => void) {
    inject(DestroyRef).onDestroy(() => clearTimeout(this.timer));
  }

  type(text: string): void {
    this.typing.set(text);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      if (text.trim() !== this.meant()) {
        this.meant.set(text.trim());
        this.changed();
      }
    }, PAUSE_MILLIS);
  }
}
