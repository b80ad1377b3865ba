import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fill, LANGUAGES, languageOf } from './catalogue';

const APP = join(process.cwd(), 'src/app');
const files = readdirSync(APP, { recursive: true, encoding: 'utf8' }).map((file) => join(APP, file));
const keysIn = (file: string): string[] =>
  [...readFileSync(file, 'utf8').matchAll(/^ {2}'?([\w.-]+)'?:/gm)].flatMap((match) => match[1] ?? []);
const placeholders = (file: string): Record<string, string> =>
  Object.fromEntries(
    readFileSync(file, 'utf8')
      .split(/^ {2}(?=\S+:)/m)
      .slice(1)
      .map((entry) => [
        entry.split(':')[0] ?? '',
        [...new Set([...entry.matchAll(/\{\w+\}/g)].map((match) => match[0]))].sort().join(),
      ]),
  );

describe('the catalogues', () => {
  const catalogues = files.filter((file) => file.endsWith('.en.ts')).map((file) => file.slice(0, -'.en.ts'.length));

  it.each(catalogues)('%s has the same keys and values in every language', (catalogue) => {
    const english = keysIn(`${catalogue}.en.ts`);
    expect(english.length).toBeGreaterThan(0);
    for (const language of LANGUAGES) {
      expect(keysIn(`${catalogue}.${language}.ts`), language).toEqual(english);
      expect(placeholders(`${catalogue}.${language}.ts`), language).toEqual(placeholders(`${catalogue}.en.ts`));
    }
  });

  it.each(catalogues)('%s has no text that nothing shows', (catalogue) => {
    const users = files.filter(
      (file) =>
        /\.(ts|html)$/.test(file) &&
        !/\.(en|es|fr|ja|spec)\.ts$/.test(file) &&
        (dirname(file).startsWith(dirname(catalogue)) ||
          readFileSync(file, 'utf8').includes(`/${basename(catalogue)}.texts'`)),
    );
    // Texts for the API's own words, such as RUNNING, are looked up by them.
    const words = readFileSync(join(process.cwd(), '../docs/openapi.yaml'), 'utf8').matchAll(/^ +- ([A-Z_]+)$/gm);
    const known = new Set([...words].map((match) => match[1]));
    const code = users.map((file) => readFileSync(file, 'utf8')).join('\n');
    const unused = keysIn(`${catalogue}.en.ts`).filter(
      (key) => !known.has(key) && !new RegExp(`\\.${key}\\b|'${key}'|\\b${key}: '|\\b${key}\\b.*keyof`).test(code),
    );
    expect(unused).toEqual([]);
  });
});

describe('a text', () => {
  it('takes values, numbers by the language', () => {
    expect(fill('{n} of {name}', { n: 1234, name: 'x' }, 'es')).toBe('1234 of x');
    expect(fill('{n}', { n: 12345 }, 'en')).toBe('12,345');
  });

  it.each([
    [1, 'en', '1 run'],
    [0, 'en', '0 runs'],
    [0, 'fr', '0 run'],
    [2, 'ja', '2 runs'],
  ])('has the form for %s in %s', (n, locale, expected) => {
    expect(fill('{n} run|{n} runs', { n }, locale)).toBe(expected);
  });

  it('keeps a value it was not given', () => {
    expect(fill('{who}', {}, 'en')).toBe('{who}');
  });
});

describe('a locale', () => {
  it.each([
    ['fr-CA', 'fr'],
    ['ja', 'ja'],
    ['de-DE', 'en'],
    ['', 'en'],
  ])('%s speaks %s', (locale, language) => expect(languageOf(locale)).toBe(language));
});
