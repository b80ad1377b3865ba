import { asProblem, errorWithin, fieldError, ProblemError, problemOf, unreachable } from './problem';

describe('a failed answer', () => {
  it('is the problem document it carries', () => {
    const problem = problemOf(409, '{"code":"VERSION_CONFLICT","status":409,"title":"x"}');
    expect(problem.code).toBe('VERSION_CONFLICT');
  });

  it.each(['<html>bad gateway</html>', '', '[]', '{"error":"x"}'])('that is no problem document: %s', (body) => {
    expect(problemOf(502, body)).toEqual({ status: 502, title: 'HTTP 502', temporary: true });
  });

  it('that never came is temporary', () => {
    expect(() => unreachable(new TypeError('Failed to fetch'))).toThrow(ProblemError);
  });

  it('that nobody waits for any more is no problem', () => {
    const aborted = new DOMException('gone', 'AbortError');
    expect(() => unreachable(aborted)).toThrow(aborted);
  });

  it('is found inside what a resource throws', () => {
    const problem = { code: 'FORBIDDEN' } as const;
    expect(asProblem(new Error('wrapped', { cause: new ProblemError(problem) }))).toBe(problem);
    expect(asProblem('text')).toEqual({ title: 'text' });
  });

  it('names fields', () => {
    expect(fieldError({ errors: [{ field: 'name', message: 'is taken' }] }, 'name')).toBe('is taken');
    expect(fieldError(undefined, 'name')).toBeUndefined();
  });

  it('names parts of fields', () => {
    const problem = { errors: [{ field: 'schedule.minute', message: 'is no minute' }] };
    expect(errorWithin(problem, 'schedule')).toBe('is no minute');
    expect(errorWithin(problem, 'sched')).toBeUndefined();
    expect(errorWithin({ errors: [{ field: 'ids[2]', message: 'is gone' }] }, 'ids')).toBe('is gone');
  });
});
