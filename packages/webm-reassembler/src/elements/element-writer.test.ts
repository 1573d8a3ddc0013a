import { element, masterElement, textElement, unknownSizedHeader, unsignedElement } from './element-writer.js';

test('an element has its ID, the shortest size, and its body', () => {
  expect([...element(0x63a2, Uint8Array.of(1, 2))]).toEqual([0x63, 0xa2, 0x82, 1, 2]);
});

test('a body of 127 octets takes a size of two octets, since 0xFF would mean unknown', () => {
  expect([...element(0xa3, new Uint8Array(127)).subarray(0, 3)]).toEqual([0xa3, 0x40, 0x7f]);
  expect([...element(0xa3, new Uint8Array(126)).subarray(0, 2)]).toEqual([0xa3, 0xfe]);
});

test('a master holds its children end to end', () => {
  const master = masterElement(0xe0, [unsignedElement(0xb0, 640), unsignedElement(0xba, 48)]);
  expect([...master]).toEqual([0xe0, 0x87, 0xb0, 0x82, 0x02, 0x80, 0xba, 0x81, 48]);
});

test('an unsigned integer takes as few octets as it can, and 0 takes one', () => {
  expect([...unsignedElement(0xe7, 0)]).toEqual([0xe7, 0x81, 0]);
  expect([...unsignedElement(0xe7, 2 ** 40)]).toEqual([0xe7, 0x86, 1, 0, 0, 0, 0, 0]);
});

test('text is written as ASCII', () => {
  expect([...textElement(0x4282, 'webm')]).toEqual([0x42, 0x82, 0x84, 0x77, 0x65, 0x62, 0x6d]);
});

test('a master of unknown size says so in eight octets, as live muxers do', () => {
  expect([...unknownSizedHeader(0x1f43b675)]).toEqual([0x1f, 0x43, 0xb6, 0x75, 0x01, ...Array<number>(7).fill(0xff)]);
});
