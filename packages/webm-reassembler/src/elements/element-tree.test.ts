import { childOf, readChildren } from './element-tree.js';
import { CRC_32, element, falselySized, join, unknownSized, voidElement } from '../../test/support/webm.js';

test('children are views in order, without Void and CRC-32', () => {
  const body = join(
    CRC_32,
    element(0xd7, [1]), // TrackNumber
    voidElement(9),
    element(0x86, 'V_VP8'), // CodecID
  );
  const children = readChildren(body);
  expect(children?.map(({ id, body: { length } }) => [id, length])).toEqual([
    [0xd7, 1],
    [0x86, 5],
  ]);
  expect(children?.[1]?.body.buffer).toBe(body.buffer);
});

test('an empty master has no children', () => {
  expect(readChildren(new Uint8Array())).toEqual([]);
});

test.each([
  ['ends behind its parent', falselySized(0xd7, 9, [1])],
  ['is cut off in its header', Uint8Array.of(0xd7)],
  ['has an ID that cannot be', Uint8Array.of(0x00, 0x81, 0x01)],
  ['is of unknown size', unknownSized(0xe0)],
])('a child that %s makes its parent damaged', (_, child) => {
  expect(readChildren(join(element(0x83, [1]), child))).toBeUndefined();
});

test('the first child with an ID is found', () => {
  const children = readChildren(join(element(0x83, [1]), element(0x83, [2]))) ?? [];
  expect(childOf(children, 0x83)?.body).toEqual(Uint8Array.of(1));
  expect(childOf(children, 0x86)).toBeUndefined();
});
