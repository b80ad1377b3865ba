import { errorWithin, Problem } from '../../api/problem';

/**
 * What to show beside each field of a draft: the rule that it breaks, else what the server said of it.
 *
 * @param found the broken rules, by field, in words
 * @param names the server's names for a field, where they are others
 */
export function fieldErrors<F extends string>(
  fields: readonly F[],
  found: Partial<Record<F, string>>,
  problem: Problem | undefined,
  names?: Readonly<Partial<Record<F, readonly string[]>>>,
): Partial<Record<F, string>> {
  return Object.fromEntries(
    fields.map((field) => {
      const said = (names?.[field] ?? [field]).map((name) => errorWithin(problem, name)).find(Boolean);
      return [field, found[field] ?? said];
    }),
  ) as Partial<Record<F, string>>;
}

/** The words for rules by field. */
export function inWords<F extends string, R extends string>(
  rules: Partial<Record<F, R>>,
  words: Readonly<Record<R, string>>,
): Partial<Record<F, string>> {
  return Object.fromEntries(
    Object.entries<R | undefined>(rules).map(([field, rule]) => [field, rule && words[rule]]),
  ) as Partial<Record<F, string>>;
}
