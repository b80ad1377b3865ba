import { DestroyRef, inject } from '@angular/core';

/** Calls again and again, as long as the page exists and somebody could be looking. */
export function whileShown(millis: () => number, action: () => void): void {
  let timer: ReturnType<typeof setTimeout>;
  const next = (): void => {
    timer = setTimeout(() => {
      if (!document.hidden) {
        action();
      }
      next();
    }, millis());
  };
  next();
  inject(DestroyRef).onDestroy(() => clearTimeout(timer));
}
