import { BlockLedger } from './block-ledger.js';

function blockAt(timestampMs: number, recorderTimestampMs = timestampMs) {
  return { timestampMs, recorderTimestampMs };
}

test('a frame leads back to the chunk that completed its Block, and to the timestamp of the recorder', () => {
  const ledger = new BlockLedger();
  ledger.add(blockAt(1040, 40), 7, 500);
  expect(ledger.take(1040)).toEqual({
    arrival: { timestampMs: 1040, recorderTimestampMs: 40, sequence: 7, arrivedAtMs: 500 },
    passedOver: 0,
  });
});

test('Blocks whose frames were never analysed are counted once', () => {
  const ledger = new BlockLedger();
  for (const timestampMs of [0, 33, 66, 100, 133]) ledger.add(blockAt(timestampMs), 0, 0);
  expect(ledger.take(66)?.passedOver).toBe(2);
  expect(ledger.take(133)?.passedOver).toBe(1);
  expect(ledger.take(33)).toBeUndefined();
});

test('a timestamp that no Block has is not guessed at', () => {
  const ledger = new BlockLedger();
  ledger.add(blockAt(33), 0, 0);
  expect(ledger.take(34)).toBeUndefined();
  expect(ledger.take(33)).toBeDefined();
});

test('the oldest Blocks are forgotten when frames never come', () => {
  const ledger = new BlockLedger();
  for (let index = 0; index < 10_000; index += 1) ledger.add(blockAt(index), 0, 0);
  expect(ledger.take(0)).toBeUndefined();
  expect(ledger.take(9999)?.passedOver).toBe(8191);
});
