import { concatOctets } from './numbers.js';
import { OctetPieces } from './octet-pieces.js';

test('what is put in comes out in order, however large', () => {
  const lengths = [1, 3000, 20, 1024, 1025, 0, 7, 40_000, 5];
  const parts = lengths.map((length, index) => new Uint8Array(length).fill(index + 1));
  const pieces = new OctetPieces();
  for (const part of parts) pieces.append(part);
  expect(pieces.length).toBe(concatOctets(parts).length);
  expect(concatOctets(pieces.take())).toEqual(concatOctets(parts));
  expect(pieces.length).toBe(0);
  expect(pieces.take()).toEqual([]);
});

test('large octets are not copied, small ones that follow each other are one piece', () => {
  const large = new Uint8Array(5000);
  const pieces = new OctetPieces();
  for (const part of [Uint8Array.of(1), Uint8Array.of(2, 3), large, Uint8Array.of(4)]) pieces.append(part);
  const [before, view, after, ...rest] = pieces.take();
  expect(before).toEqual(Uint8Array.of(1, 2, 3));
  expect(view).toBe(large);
  expect(after).toEqual(Uint8Array.of(4));
  expect(rest).toEqual([]);
});

test('room may be filled in when more has come behind it', () => {
  const pieces = new OctetPieces();
  const room = pieces.room(2);
  pieces.append(new Uint8Array(2000));
  room.set([8, 9]);
  expect([...concatOctets(pieces.take()).subarray(0, 3)]).toEqual([8, 9, 0]);
});

test('what was taken is not touched by what comes after', () => {
  const pieces = new OctetPieces();
  pieces.append(Uint8Array.of(1, 2));
  const [taken] = pieces.take();
  pieces.append(Uint8Array.of(7, 7));
  expect(taken).toEqual(Uint8Array.of(1, 2));
});
