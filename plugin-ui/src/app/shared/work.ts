import { signal } from '@angular/core';
import { asProblem, Problem } from '../api/problem';

/** One action that a person asked for: that it is being done, and how it failed. */
export class Work {
  readonly busy = signal(false);
  readonly problem = signal<Problem | undefined>(undefined);

  /** Does it, unless it is being done already. @returns whether it was done */
  async do(action: () => Promise<unknown>): Promise<boolean> {
    if (this.busy()) {
      return false;
    }
    this.busy.set(true);
    this.problem.set(undefined);
    try {
      await action();
      return true;
    } catch (thrown) {
      this.problem.set(asProblem(thrown));
      return false;
    } finally {
      this.busy.set(false);
    }
  }

  forget(): void {
    this.problem.set(undefined);
  }
}
