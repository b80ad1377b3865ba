import { computed, inject, Signal } from '@angular/core';
import { Host } from '../host/host';
import { Catalogue, fill, languageOf, Values } from './catalogue';

/** A part's texts in the person's language: `protected readonly t = useTexts(catalogue)`, in a template `t().title`. */
export function useTexts<K extends string>(catalogue: Catalogue<K>): Signal<Readonly<Record<K, string>>> {
  const host = inject(Host);
  return computed(() => catalogue[languageOf(host.locale())]);
}

/** Puts values into texts by the rules of the person's language. */
export function useFill(): (text: string, values: Values) => string {
  const host = inject(Host);
  return (text, values) => fill(text, values, host.locale());
}
