import { Writable } from 'node:stream';
import { once } from 'node:events';
import { OctetQueue } from './octet-queue.js';

test('octets come out in order, and end after the last', async () => {
  const queue = new OctetQueue(() => undefined);
  queue.put(Uint8Array.of(1, 2));
  queue.put(Uint8Array.of(3));
  queue.endInput();
  const read: Uint8Array[] = [];
  queue.on('data', (octets: Uint8Array) => read.push(octets));
  await once(queue, 'end');
  expect(Buffer.concat(read)).toEqual(Buffer.of(1, 2, 3));
  expect(queue.waitingOctets).toBe(0);
});

test('what comes while the reader waits reaches it without being asked again', async () => {
  const queue = new OctetQueue(() => undefined);
  const arrived = new Promise((resolve) => queue.once('data', resolve));
  queue.put(Uint8Array.of(7));
  expect(await arrived).toEqual(Buffer.of(7));
});

test('a reader that takes nothing leaves everything waiting, and is told apart from one that takes', async () => {
  let taken = 0;
  const queue = new OctetQueue(() => (taken += 1));
  const releases: (() => void)[] = [];
  queue.pipe(new Writable({ highWaterMark: 1, write: (_octets, _encoding, done) => void releases.push(done) }));
  for (let count = 0; count < 10; count += 1) queue.put(new Uint8Array(100));
  await new Promise(setImmediate);
  const whileBlocked = queue.waitingOctets;
  expect(whileBlocked).toBeGreaterThanOrEqual(800);
  taken = 0;
  await new Promise(setImmediate);
  expect(taken).toBe(0);
  releases.shift()?.();
  await new Promise(setImmediate);
  expect(queue.waitingOctets).toBe(whileBlocked - 100);
  expect(taken).toBe(1);
});

test('what is taken back never comes out, in whole parts', async () => {
  const queue = new OctetQueue(() => undefined);
  queue.read();
  for (const octet of [1, 2, 3, 4]) queue.put(Uint8Array.of(octet, octet));
  const taken = queue.waitingOctets;
  const dropped = queue.takeBack();
  expect(queue.waitingOctets).toBe(taken - 2 * dropped);
  expect(dropped).toBeGreaterThan(1);
  queue.put(Uint8Array.of(5));
  queue.endInput();
  const read: Uint8Array[] = [];
  queue.on('data', (octets: Uint8Array) => read.push(octets));
  await once(queue, 'end');
  expect([...Buffer.concat(read)]).toEqual([...[1, 1, 2, 2, 3, 3, 4, 4].slice(0, 8 - 2 * dropped), 5]);
});
