import { floatField, integerField, joined, messageField, textField } from './protobuf.js';

test.each([
  { title: 'a small whole number', encoded: integerField(1, 8), octets: [0x08, 8] },
  { title: 'a whole number of two groups of 7 bits', encoded: integerField(1, 300), octets: [0x08, 0xac, 0x02] },
  { title: 'a field number above 15', encoded: integerField(20, 1), octets: [0xa0, 0x01, 1] },
  { title: 'a floating-point number', encoded: floatField(2, 1), octets: [0x15, 0x00, 0x00, 0x80, 0x3f] },
  { title: 'text', encoded: textField(4, 'Conv'), octets: [0x22, 4, 0x43, 0x6f, 0x6e, 0x76] },
  { title: 'a message within', encoded: messageField(7, integerField(1, 8)), octets: [0x3a, 2, 0x08, 8] },
])('$title is written as protocol buffers have it', ({ encoded, octets }) => {
  expect([...joined(encoded)]).toEqual(octets);
});
