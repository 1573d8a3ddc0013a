import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { KeptChunks } from './kept-chunks.js';

const kept = (sequence: number, captureTimeMs: number, octets = 1) => ({
  sequence,
  captureTimeMs,
  chunk: new Uint8Array(octets),
});

test('the time limit drops the oldest but the header', () => {
  const chunks = new KeptChunks({ maxOctets: 1000, maxDurationMs: 1000 });
  for (let sequence = 0; sequence <= 5; sequence += 1) chunks.add(kept(sequence, sequence * 250));
  expect(chunks.add(kept(6, 1500))).toEqual({
    limit: 'duration',
    firstSequence: 1,
    lastSequence: 1,
    chunks: 1,
    octets: 1,
  });
  expect(chunks.oldestSequence).toBe(0);
});

test('once the header is acknowledged the oldest is any', () => {
  const chunks = new KeptChunks({ maxOctets: 2, maxDurationMs: 1000 });
  chunks.add(kept(0, 0));
  chunks.releaseBefore(1);
  chunks.add(kept(1, 0));
  chunks.add(kept(2, 0));
  expect(chunks.add(kept(3, 0))).toMatchObject({ firstSequence: 1, lastSequence: 1 });
});

test('one chunk that alone passes the limit is kept', () => {
  const chunks = new KeptChunks({ maxOctets: 2, maxDurationMs: 1000 });
  expect(chunks.add(kept(0, 0, 10))).toBeUndefined();
  expect(chunks.octets).toBe(10);
});

test('each chunk is sent, acknowledged or told as lost, exactly as often as it should be', () => {
  const step = fc.oneof(
    fc.record({ kind: fc.constant('add' as const), octets: fc.integer({ min: 1, max: 9 }) }),
    fc.record({ kind: fc.constant('send' as const) }),
    fc.record({ kind: fc.constant('cut' as const) }),
    fc.record({ kind: fc.constant('ack' as const) }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
      const chunks = new KeptChunks({ maxOctets: 30, maxDurationMs: 1e9 });
      const gone = new Set<number>();
      let next = 0;
      let inOrder = true;
      let sent: number[] = [];
      for (const { kind, ...rest } of steps) {
        if (kind === 'add') {
          const loss = chunks.add(kept(next, next, 'octets' in rest ? rest.octets : 1));
          next += 1;
          for (let lost = loss?.firstSequence ?? 1; lost <= (loss?.lastSequence ?? 0); lost += 1) gone.add(lost);
        } else if (kind === 'send') {
          const taken = chunks.takeUnsent();
          if (taken !== undefined) sent.push(taken.sequence);
          inOrder &&= taken === undefined || taken.sequence > (sent.at(-2) ?? -1);
        } else if (kind === 'cut') {
          chunks.forgetSent();
          sent = [];
        } else {
          const last = sent.at(-1);
          if (last === undefined) continue;
          chunks.releaseBefore(last + 1);
          for (let sequence = 0; sequence <= last; sequence += 1) gone.add(sequence);
        }
      }
      expect(inOrder).toBe(true);
      chunks.forgetSent();
      const left: number[] = [];
      for (let taken = chunks.takeUnsent(); taken !== undefined; taken = chunks.takeUnsent()) left.push(taken.sequence);
      expect(left).toEqual(
        Array.from({ length: next }, (_, sequence) => sequence).filter((sequence) => !gone.has(sequence)),
      );
    }),
  );
});
