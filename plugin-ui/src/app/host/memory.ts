/** Small choices that survive the tab. A browser that keeps nothing is no error: the choice is then made again. */
const key = (name: string): string => `datastore-guard.${name}`;

export function remember(name: string, value: string | undefined): void {
  try {
    if (value === undefined) {
      localStorage.removeItem(key(name));
    } else {
      localStorage.setItem(key(name), value);
    }
  } catch {
    // Kept nowhere; see above.
  }
}

export function remembered(name: string): string | undefined {
  try {
    return localStorage.getItem(key(name)) ?? undefined;
  } catch {
    return undefined;
  }
}
