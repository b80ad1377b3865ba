/** The languages of the vSphere Client, and of these pages. */
export const LANGUAGES = ['en', 'es', 'fr', 'ja'] as const;
export type Language = (typeof LANGUAGES)[number];

/** One part's texts in one language; other languages have exactly the keys of the English one. */
export type Texts = Readonly<Record<string, string>>;
export type Like<T extends Texts> = Readonly<Record<keyof T, string>>;
export type Catalogue<K extends string> = Readonly<Record<Language, Readonly<Record<K, string>>>>;

/** The language for a locale such as fr-CA; English for those that nobody translated. */
export function languageOf(locale: string): Language {
  const language = locale.slice(0, 2).toLowerCase();
  return LANGUAGES.find((known) => known === language) ?? 'en';
}

export type Values = Readonly<Record<string, string | number>>;

/**
 * Puts values into a text: `{name}` stands for one. A text may have two forms, `{n} run|{n} runs`; the first is for
 * what the language counts as one, by the value `n`.
 */
export function fill(text: string, values: Values, locale: string): string {
  const forms = text.split('|');
  const n = values['n'];
  const form =
    forms.length === 1 || typeof n !== 'number'
      ? text
      : ((new Intl.PluralRules(locale).select(n) === 'one' ? forms[0] : forms[1]) ?? text);
  return form.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name];
    return value === undefined ? whole : typeof value === 'number' ? value.toLocaleString(locale) : value;
  });
}
