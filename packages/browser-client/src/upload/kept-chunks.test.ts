import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { KeptChunks } from './kept-chunks.js';

const chunkOf = (sequence: number, captureTimeMs: number, octets = 1) => ({
  sequence,
  captureTimeMs,
  chunk: new Uint8Array(octets),
});

test('what passes a limit is not kept, and the limit is named', () => {
  const octets = new KeptChunks({ maxOctets: 3, maxDurationMs: 1000 });
  expect(octets.add(chunkOf(0, 0, 2))).toEqual({ kind: 'kept' });
  expect(octets.add(chunkOf(1, 0, 2))).toEqual({ kind: 'full', limit: 'octets' });
  expect(octets).toMatchObject({ count: 1, octets: 2 });

  const duration = new KeptChunks({ maxOctets: 100, maxDurationMs: 1000 });
  duration.add(chunkOf(0, 0));
  expect(duration.add(chunkOf(1, 1000))).toEqual({ kind: 'kept' });
  expect(duration.add(chunkOf(2, 1001))).toEqual({ kind: 'full', limit: 'duration' });
  expect(duration.durationMs).toBe(1000);
});

test('an acknowledgement makes room', () => {
  const chunks = new KeptChunks({ maxOctets: 2, maxDurationMs: 1000 });
  chunks.add(chunkOf(0, 0));
  chunks.add(chunkOf(1, 0));
  chunks.releaseBefore(1);
  expect(chunks.add(chunkOf(2, 5000)).kind).toBe('full');
  chunks.releaseBefore(2);
  expect(chunks.add(chunkOf(2, 5000)).kind).toBe('kept');
  expect(chunks.oldestSequence).toBe(2);
});

test('one chunk that alone passes the limit is kept', () => {
  const chunks = new KeptChunks({ maxOctets: 2, maxDurationMs: 1000 });
  expect(chunks.add(chunkOf(0, 0, 10)).kind).toBe('kept');
  expect(chunks.octets).toBe(10);
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
