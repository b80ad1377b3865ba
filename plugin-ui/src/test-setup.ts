/** What Clarity's datagrid asks of a browser and the tests' imitation of one does not have: nothing has a size here. */
class NothingSeen {
  readonly root = null;
  readonly rootMargin = '';
  readonly thresholds = [];
  observe(): void {
    // Nobody is told anything.
  }
  unobserve(): void {
    // See above.
  }
  disconnect(): void {
    // See above.
  }
  takeRecords(): [] {
    return [];
  }
}

globalThis.ResizeObserver ??= NothingSeen;
globalThis.IntersectionObserver ??= NothingSeen as unknown as typeof IntersectionObserver;
