import { Snapshot } from '../../api/model';

/** As the server does: see its `DatasetName`. */
const LONGEST = 255;
const POOL = /^[A-Za-z][\w.: -]*$/;
const COMPONENT = /^\w[\w.: -]*$/;

/** Which rule the name of a clone breaks; the server knows those about what is there already. */
export type NameRule = 'errCloneName' | 'errClonePool' | 'errCloneTaken';

/**
 * Beside the original, or below where the original is a whole pool; with a number behind where that is taken.
 *
 * @param taken the datasets that are known to be there
 */
export function defaultCloneName(snapshot: Snapshot, taken: ReadonlySet<string> = new Set()): string {
  const first = `${snapshot.dataset}${snapshot.dataset.includes('/') ? '-' : '/'}clone-${snapshot.name}`;
  let name = first;
  for (let number = 2; taken.has(name); number++) {
    name = `${first}-${number}`;
  }
  return name;
}

export function brokenRule(name: string, snapshot: Snapshot): NameRule | undefined {
  const [pool = '', ...below] = name.split('/');
  if (name.length > LONGEST || name.endsWith(' ') || !POOL.test(pool) || !below.every((part) => COMPONENT.test(part))) {
    return 'errCloneName';
  }
  if (below.length === 0 || pool !== snapshot.dataset.split('/')[0]) {
    return 'errClonePool';
  }
  return name === snapshot.dataset ? 'errCloneTaken' : undefined;
}
