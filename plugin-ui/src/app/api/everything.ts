import { Page } from './model';

/**
 * All parts of a list, up to a bound that keeps a page alive in a large installation.
 *
 * @returns the items, and whether the list goes on behind them
 */
export async function everything<T>(
  part: (cursor: string | undefined) => Promise<Page<T>>,
  most: number,
): Promise<{ items: T[]; more: boolean }> {
  const items: T[] = [];
  let cursor: string | undefined;
  do {
    const page = await part(cursor);
    items.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== undefined && items.length < most);
  return { items, more: cursor !== undefined };
}
