import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { KeptChunks } from './kept-chunks.js';

const chunkOf = (sequence: number, captureTimeMs: number, octets = 1) => ({
  sequence,
  captureTimeMs,
  chunk: new Uint8Array(octets),
});

test('what passes a limit pushes the oldest out, and that is counted', () => {
  const octets = new KeptChunks({ maxOctets: 3, maxDurationMs: 1000 });
  octets.add(chunkOf(0, 0, 2));
  octets.add(chunkOf(1, 250, 2));
  expect(octets).toMatchObject({ count: 1, octets: 2, oldestSequence: 1, letGo: { chunks: 1, durationMs: 250 } });

  const duration = new KeptChunks({ maxOctets: 100, maxDurationMs: 1000 });
  for (const [sequence, timeMs] of [0, 500, 1000, 1001, 1600].entries()) duration.add(chunkOf(sequence, timeMs));
  expect(duration).toMatchObject({ count: 3, oldestSequence: 2, letGo: { chunks: 2, durationMs: 1000 } });
});

test('an acknowledgement makes room, also for what was let go and had arrived', () => {
  const chunks = new KeptChunks({ maxOctets: 2, maxDurationMs: 1000 });
  for (const sequence of [0, 1, 2, 3, 4, 5]) chunks.add(chunkOf(sequence, sequence * 100));
  expect(chunks).toMatchObject({ oldestSequence: 4, letGo: { chunks: 4, durationMs: 400 } });
  chunks.releaseBefore(3);
  expect(chunks).toMatchObject({ count: 2, letGo: { chunks: 1, durationMs: 100 } });
  chunks.releaseBefore(4);
  expect(chunks).toMatchObject({ count: 2, letGo: { chunks: 0, durationMs: 0 } });
  chunks.releaseBefore(5);
  chunks.add(chunkOf(6, 600));
  expect(chunks).toMatchObject({ count: 2, letGo: { chunks: 0 } });
});

test('one chunk that alone passes the limit is kept', () => {
  const chunks = new KeptChunks({ maxOctets: 2, maxDurationMs: 1000 });
  chunks.add(chunkOf(0, 0, 10));
  expect(chunks).toMatchObject({ octets: 10, letGo: { chunks: 0 } });
});

test('whatever is sent, cut and acknowledged, what is left is all that is not acknowledged, in order', () => {
  const step = fc.constantFrom('add' as const, 'send' as const, 'cut' as const, 'acknowledge' as const);
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
      const chunks = new KeptChunks();
      let next = 0;
      let acknowledged = 0;
      let sent = 0;
      for (const kind of steps) {
        if (kind === 'add') chunks.add(chunkOf(next, next++));
        if (kind === 'send') sent = (chunks.takeUnsent()?.sequence ?? sent - 1) + 1;
        if (kind === 'cut') {
          chunks.forgetSent();
          sent = acknowledged;
        }
        if (kind === 'acknowledge') {
          acknowledged = sent;
          chunks.releaseBefore(sent);
        }
        expect(chunks.allSent).toBe(sent === next);
      }
      chunks.forgetSent();
      const left = Array.from({ length: chunks.count }, () => chunks.takeUnsent()?.sequence);
      expect(left).toEqual(Array.from({ length: next - acknowledged }, (_, index) => acknowledged + index));
    }),
  );
});
