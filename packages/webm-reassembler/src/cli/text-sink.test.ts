import { Writable } from 'node:stream';
import { BufferedText, sinkFor } from './text-sink.js';

describe('sinkFor', () => {
  test('waits for a reader that is slow', async () => {
    const held: (() => void)[] = [];
    const stream = new Writable({ highWaterMark: 4, write: (_, __, done) => held.push(done) });
    let isWritten = false;
    const written = sinkFor(stream)
      .write('more than four')
      .then(() => (isWritten = true));
    await new Promise(setImmediate);
    expect(isWritten).toBe(false);
    held.shift()?.();
    await written;
    expect(isWritten).toBe(true);
  });

  test('leaves no listener behind, however much is written', async () => {
    const stream = new Writable({ highWaterMark: 1, write: (_, __, done) => setImmediate(done) });
    const sink = sinkFor(stream);
    const before = stream.eventNames().map((name) => stream.listenerCount(name));
    for (let time = 0; time < 20; time++) await sink.write('more than one');
    expect(stream.eventNames().map((name) => stream.listenerCount(name))).toEqual(before);
  });

  test('leaves the rest unsaid when the reader goes away, as with `| head`', async () => {
    const stream = new Writable({
      write: (_, __, done) => done(Object.assign(new Error('broken pipe'), { code: 'EPIPE' })),
    });
    const sink = sinkFor(stream);
    await sink.write('a');
    await new Promise(setImmediate);
    await expect(sink.write('b')).resolves.toBeUndefined();
  });
});

describe('BufferedText', () => {
  test('gathers small texts, loses none, and passes them on in large writes', async () => {
    const writes: string[] = [];
    const text = new BufferedText({
      async write(some) {
        writes.push(some);
      },
    });
    for (let line = 0; line < 20_000; line++) await text.write(`${line}\n`);
    await text.flush();
    expect(writes.length).toBeLessThan(5);
    expect(writes.join('')).toBe(Array.from({ length: 20_000 }, (_, line) => `${line}\n`).join(''));
    await text.flush();
    expect(writes.join('')).toHaveLength(108_890);
  });
});
