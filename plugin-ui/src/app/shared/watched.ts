import { linkedSignal, resource, Signal } from '@angular/core';

/** Something asked of the server, that is asked again when what it depends on changes. */
export interface Watch<T> {
  /** The newest answer; undefined before the first. A failure leaves the one before it. Never throws. */
  readonly value: Signal<T | undefined>;
  readonly error: Signal<Error | undefined>;
  readonly isLoading: Signal<boolean>;
  hasValue(): boolean;
  reload(): boolean;
}

/**
 * Asks when `params` change, unless they are undefined; what was asked before is given up. Unlike a resource of
 * Angular's, an answer stays readable while the next one loads or fails, so that a page does not lose what it shows.
 */
export function watched<P, T>(
  params: () => P,
  ask: (params: Exclude<P, undefined>, signal: AbortSignal) => Promise<T>,
): Watch<T> {
  const inner = resource({ params, loader: ({ params, abortSignal }) => ask(params, abortSignal) });
  const value = linkedSignal<{ known: boolean; value: T | undefined }, T | undefined>({
    source: () => {
      const known = inner.hasValue();
      return { known, value: known ? (inner.value() as T) : undefined };
    },
    computation: (now, before) => (now.known ? now.value : before?.value),
  });
  return {
    value,
    error: inner.error,
    isLoading: inner.isLoading,
    hasValue: () => value() !== undefined,
    reload: () => inner.reload(),
  };
}
