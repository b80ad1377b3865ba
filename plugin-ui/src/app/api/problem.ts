import { SchemaProblem } from './schema';

/** What the server, or the way to it, has to say about a request that failed. */
export type Problem = SchemaProblem;
/** Every code but those that only the pages know. */
export type ProblemCode = NonNullable<Problem['code']>;

/** The way every failed request of these pages ends. */
export class ProblemError extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail ?? problem.title ?? `HTTP ${problem.status}`);
    this.name = 'ProblemError';
  }
}

/** The problem document of an answer; a proxy in between may have answered something else. */
export function problemOf(status: number, body: string): Problem {
  try {
    const read: unknown = JSON.parse(body);
    if (typeof read === 'object' && read !== null && 'code' in read) {
      return read as Problem;
    }
  } catch {
    // Not ours: told by its status below.
  }
  return { status, title: `HTTP ${status}`, temporary: status >= 500 };
}

/** A request that got no answer at all. */
export function unreachable(cause: unknown): never {
  if (cause instanceof DOMException && cause.name === 'AbortError') {
    throw cause;
  }
  throw new ProblemError({ status: 0, temporary: true });
}

/** Whatever was thrown, as a problem. */
export function asProblem(thrown: unknown): Problem {
  return thrown instanceof ProblemError
    ? thrown.problem
    : thrown instanceof Error && thrown.cause instanceof ProblemError
      ? thrown.cause.problem
      : { title: thrown instanceof Error ? thrown.message : String(thrown) };
}

/** The message for a form's field, if the server named it. */
export function fieldError(problem: Problem | undefined, field: string): string | undefined {
  return problem?.errors?.find((error) => error.field === field)?.message;
}

/** The message for a form's field, or for a part of it, such as `schedule.minute` of `schedule`. */
export function errorWithin(problem: Problem | undefined, field: string): string | undefined {
  const part = (name = '') => name === field || name.startsWith(`${field}.`) || name.startsWith(`${field}[`);
  return problem?.errors?.find((error) => part(error.field))?.message;
}
