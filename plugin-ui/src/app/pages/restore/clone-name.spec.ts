import { Snapshot } from '../../api/model';
import { brokenRule, defaultCloneName } from './clone-name';

const snapshot = { dataset: 'tank/vm', name: 'auto-1' } as Snapshot;

describe('the name of a clone', () => {
  it('is beside the original unless somebody wants another one', () => {
    expect(defaultCloneName(snapshot)).toBe('tank/vm-clone-auto-1');
    expect(brokenRule(defaultCloneName(snapshot), snapshot)).toBeUndefined();
    expect(defaultCloneName({ ...snapshot, dataset: 'tank' })).toBe('tank/clone-auto-1');
  });

  it('is a free one where others are taken', () => {
    const taken = new Set(['tank/vm', 'tank/vm-clone-auto-1']);
    expect(defaultCloneName(snapshot, taken)).toBe('tank/vm-clone-auto-1-2');
    taken.add('tank/vm-clone-auto-1-2');
    expect(defaultCloneName(snapshot, taken)).toBe('tank/vm-clone-auto-1-3');
  });

  it.each([
    ['tank/copy of vm', undefined],
    ['tank/a/b.c:d-e_f', undefined],
    ['tank/vm/below', undefined],
    ['', 'errCloneName'],
    ['tank/', 'errCloneName'],
    ['tank//x', 'errCloneName'],
    ['/tank/x', 'errCloneName'],
    ['tank/x@y', 'errCloneName'],
    ["tank/x'; reboot", 'errCloneName'],
    ['tank/..', 'errCloneName'],
    ['tank/-x', 'errCloneName'],
    [`tank/${'x'.repeat(251)}`, 'errCloneName'],
    ['tank', 'errClonePool'],
    ['other/vm', 'errClonePool'],
    ['tank/vm', 'errCloneTaken'],
  ])('%s: %s', (name, rule) => expect(brokenRule(name, snapshot)).toBe(rule));
});
