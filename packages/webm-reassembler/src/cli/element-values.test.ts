import { element, join, unsigned } from '../../test/support/webm.js';
import { describeElement } from './element-values.js';

describe('describeElement', () => {
  test.each([
    [
      'an unsigned number',
      0x2ad7b1,
      unsigned(1_000_000, 3),
      { name: 'TimestampScale', id: '0x2AD7B1', octets: 3, value: 1_000_000 },
    ],
    [
      'a number that no double can say',
      0x73c5,
      unsigned(2 ** 60, 8).map((octet, at) => (at === 7 ? 1 : octet)),
      { value: '1152921504606846977' },
    ],
    ['a float', 0xb5, [0x40, 0xe7, 0x70, 0, 0, 0, 0, 0], { name: 'SamplingFrequency', value: 48_000 }],
    ['text, up to a zero', 0x86, join('V_VP8', [0, 0]), { name: 'CodecID', value: 'V_VP8' }],
    ['text beyond ASCII', 0x536e, new TextEncoder().encode('Käse'), { name: 'Name', value: 'Käse' }],
    ['a date', 0x4461, unsigned(0, 8), { name: 'DateUTC', value: '2001-01-01T00:00:00.000Z' }],
    ['octets', 0x63a2, [1, 2, 255], { name: 'CodecPrivate', value: '0102ff' }],
    ['many octets, the first of them', 0x63a2, new Uint8Array(40), { octets: 40, value: `${'00'.repeat(16)}...` }],
    ['an element without a name, by its digits', 0x4fff, [9], { name: '0x4FFF', id: '0x4FFF', value: '09' }],
  ])('says %s', (_, id, body, described) => {
    expect(describeElement(id, join(body))).toMatchObject(described);
  });

  test.each([
    ['a number', 0xd7, new Uint8Array(9)],
    ['a float', 0xb5, new Uint8Array(3)],
    ['a date', 0x4461, new Uint8Array(4)],
  ])('says no value where %s is of an impossible length', (_, id, body) => {
    expect(describeElement(id, body).value).toBeUndefined();
  });

  test('describes the children of a master; none where they are damaged', () => {
    const video = join(element(0xb0, [64]), element(0xba, [48]));
    expect(describeElement(0xe0, video).children?.map(({ name, value }) => [name, value])).toEqual([
      ['PixelWidth', 64],
      ['PixelHeight', 48],
    ]);
    expect(describeElement(0xe0, video.subarray(0, 4)).children).toBeUndefined();
  });
});
