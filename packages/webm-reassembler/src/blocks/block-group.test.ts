import { mayBeBlockGroup, readBlockGroup, type BlockGroup } from './block-group.js';
import {
  blockAdditions,
  blockBody,
  blockDuration,
  discardPadding,
  element,
  falselySized,
  join,
  REFERENCE_BLOCK,
  unknownSized,
  voidElement,
} from '../../test/support/webm.js';

const BLOCK = element(0xa1, blockBody(1, 0, 'payload'));

function read(...children: readonly Uint8Array[]): BlockGroup | undefined {
  const group: BlockGroup = { blockStart: 0, blockEnd: 0, isFlagged: false, hasAdditions: true, durationTicks: 0 };
  const body = join(...children);
  return readBlockGroup(body, 0, body.length, group) ? group : undefined;
}

test('a group with a Block alone needs no other block, and says no duration', () => {
  expect(read(BLOCK)).toEqual({
    blockStart: 2,
    blockEnd: BLOCK.length,
    isFlagged: true,
    hasAdditions: false,
    durationTicks: -1,
  });
});

test('ReferenceBlock makes the block depend on another by its presence, whatever its value', () => {
  expect(read(BLOCK, REFERENCE_BLOCK)?.isFlagged).toBe(false);
  expect(read(BLOCK, element(0xfb, []))?.isFlagged).toBe(false);
  expect(read(REFERENCE_BLOCK, BLOCK)?.isFlagged).toBe(false);
});

test('children that say nothing of the frame itself are passed over, before and behind the Block', () => {
  const group = read(voidElement(3), blockAdditions('alpha'), BLOCK, discardPadding(6_500_000), blockDuration(33));
  expect(group).toMatchObject({ isFlagged: true, hasAdditions: true, durationTicks: 33 });
});

test.each([
  ['no Block', [blockDuration(3)]],
  ['no children', []],
  ['a child that ends behind it', [BLOCK, falselySized(0xfb, 5, [1])]],
  ['a child of unknown size', [BLOCK, unknownSized(0x75a1)]],
  ['a child that is no element', [BLOCK, Uint8Array.of(0, 0)]],
  ['a child that is cut off', [BLOCK, Uint8Array.of(0xfb)]],
])('a group with %s is damaged', (_, children) => {
  expect(read(...children)).toBeUndefined();
});

test('the first octets show whether a group may be one', () => {
  for (const child of [BLOCK, blockAdditions('a'), blockDuration(1), REFERENCE_BLOCK, voidElement(1)]) {
    expect(mayBeBlockGroup(child, 0, child.length)).toBe(true);
  }
  for (const child of [element(0xa3, [1]), Uint8Array.of(0), Uint8Array.of(0xa1)]) {
    expect(mayBeBlockGroup(child, 0, child.length)).toBe(false);
  }
});
