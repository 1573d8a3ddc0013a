import type { Block, InitSegment, MediaSegment, Output, Track } from 'webm-reassembler';
import type { Decoder, DecoderEvents, DecoderExit, DecoderInput, FrameRate } from '../decode/index.js';
import { SteadyDecoder } from './steady-decoder.js';

const video: Track = { number: 1, type: 'video', codecId: 'V_VP8', codec: 'vp8', width: 4, height: 2 };
const audio: Track = { number: 2, type: 'audio', codecId: 'A_OPUS', codec: 'opus' };

function initWith(tracks: readonly Track[], mark: number): InitSegment {
  const form = { docType: 'webm', mimeType: 'video/webm', timestampScaleNs: 1_000_000 };
  return { kind: 'init-segment', octets: Uint8Array.of(0xff, mark), tracks, ...form };
}

function segment(initSegment: InitSegment, timestampMs: number, keyframe: boolean): MediaSegment {
  return {
    kind: 'media-segment',
    octets: Uint8Array.of(timestampMs),
    initSegment,
    opensWithRandomAccessPoint: keyframe,
    timestampMs,
    endTimestampMs: timestampMs,
    blocks: [videoBlock(initSegment, timestampMs)],
  };
}

function videoBlock({ tracks: [track = video] }: InitSegment, timestampMs: number): Block {
  const payload = new Uint8Array();
  const times = { timestampMs, recorderTimestampMs: timestampMs, durationMs: undefined };
  return { ...times, track, offset: 0, keyframe: false, payload, frames: [payload] };
}

/** A decoder whose life the test decides over. */
class FakeDecoder implements Decoder {
  readonly written: number[][] = [];
  readonly frameRates: FrameRate[] = [];
  readonly waitingOctets = 0;
  /** Blocks that the test says are waiting. */
  waiting = 0;
  isFull = false;
  hasEnded = false;
  readonly afterMs: number;
  readonly #events: DecoderEvents;

  constructor(afterMs: number, events: DecoderEvents) {
    this.afterMs = afterMs;
    this.#events = events;
  }

  write({ octets }: DecoderInput): 'taken' | 'full' {
    if (this.isFull) return 'full';
    this.written.push([...octets]);
    return 'taken';
  }

  setFrameRate(rate: FrameRate): void {
    this.frameRates.push(rate);
  }

  dropWaiting(): number {
    const dropped = this.waiting;
    this.waiting = 0;
    return dropped;
  }

  async end(): Promise<void> {
    this.hasEnded = true;
  }

  async close(): Promise<void> {
    this.hasEnded = true;
  }

  giveFrame(timestampMs: number): void {
    const size = { width: 4, height: 2 };
    this.#events.onFrame({ ...size, timestampMs, pixels: new Uint8Array(24), source: size, decodedAtMs: 0 });
  }

  die(): void {
    this.#events.onExit({ kind: 'failed', frames: 0, code: 'died', message: 'killed', stderrTail: [] });
  }
}

function steady() {
  const started: FakeDecoder[] = [];
  const framesMs: number[] = [];
  const failures: { readonly exit: DecoderExit; readonly count: number }[] = [];
  const skipped: number[] = [];
  const decoder = new SteadyDecoder(
    (_, afterMs, events) => {
      const fake = new FakeDecoder(afterMs, events);
      started.push(fake);
      return fake;
    },
    {
      onFrame: (frame) => framesMs.push(frame.timestampMs),
      onFailure: (exit, count) => failures.push({ exit, count }),
      onSkipped: (segments) => skipped.push(segments),
    },
  );
  const feed = (...outputs: Output[]): void => decoder.feed(outputs);
  const newest = (): FakeDecoder => {
    const last = started.at(-1);
    if (last === undefined) throw new Error('no decoder was started');
    return last;
  };
  return { decoder, feed, started, newest, framesMs, failures, skipped };
}

/** Longer than the pause before a first restart. */
async function firstRestart(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 20));
}

test('a decoder gets the init segment and every media segment in order', () => {
  const { feed, started, newest } = steady();
  const init = initWith([video], 1);
  feed(init, segment(init, 0, true), segment(init, 33, false));
  expect(started).toHaveLength(1);
  expect(newest().written).toEqual([[0xff, 1], [0], [33]]);
});

test('a stream without video starts no decoder', () => {
  const { feed, started } = steady();
  const init = initWith([audio], 1);
  feed(init, segment(init, 0, true));
  expect(started).toHaveLength(0);
});

test('a new init segment ends the old decoder and starts another', () => {
  const { feed, started, newest } = steady();
  const first = initWith([video], 1);
  const second = initWith([video], 2);
  feed(first, segment(first, 0, true), second, segment(second, 33, true));
  expect(started.map((decoder) => decoder.hasEnded)).toEqual([true, false]);
  expect(newest().written).toEqual([[0xff, 2], [33]]);
});

test('a decoder that dies is replaced by one that is fed from the join point, and no frame comes twice', async () => {
  const { feed, started, newest, framesMs, failures } = steady();
  const init = initWith([video], 1);
  feed(init, segment(init, 0, true), segment(init, 33, false), segment(init, 66, true), segment(init, 99, false));
  newest().giveFrame(0);
  newest().giveFrame(33);
  newest().giveFrame(66);
  newest().die();
  feed(segment(init, 132, false));
  await firstRestart();
  expect(failures.map(({ count }) => count)).toEqual([1]);
  expect(started).toHaveLength(2);
  expect(newest().written).toEqual([
    [0xff, 1],
    [66, 99, 132],
  ]);
  for (const timestampMs of [66, 99, 132]) newest().giveFrame(timestampMs);
  expect(framesMs).toEqual([0, 33, 66, 99, 132]);
});

test('failures are counted until a new frame comes', async () => {
  const { feed, newest, failures } = steady();
  const init = initWith([video], 1);
  feed(init, segment(init, 0, true));
  newest().die();
  await firstRestart();
  newest().giveFrame(0);
  newest().die();
  expect(failures.map(({ count }) => count)).toEqual([1, 1]);
});

test('a decoder that is behind is moved on to the next random access point', () => {
  const { feed, newest, skipped } = steady();
  const init = initWith([video], 1);
  feed(init, segment(init, 0, true));
  newest().isFull = true;
  feed(segment(init, 33, false));
  newest().isFull = false;
  feed(segment(init, 66, false), segment(init, 99, true), segment(init, 132, false));
  expect(newest().written).toEqual([[0xff, 1], [0], [99], [132]]);
  expect(skipped).toEqual([2]);
});

test('a frame that came too late gives up what waits: the decoder goes on at the next random access point', () => {
  const { decoder, feed, started, newest, skipped } = steady();
  const init = initWith([video], 1);
  feed(init, segment(init, 0, true), segment(init, 33, false));
  newest().waiting = 5;
  decoder.fellBehind();
  feed(segment(init, 66, false));
  // Frames that were in the decoder already are late too, and nothing more is given up for them.
  newest().waiting = 1;
  decoder.fellBehind();
  feed(segment(init, 99, true), segment(init, 132, false));
  expect(started).toHaveLength(1);
  expect(newest().written).toEqual([[0xff, 1], [0], [33], [99], [132]]);
  expect(skipped).toEqual([1]);
  expect(decoder.skippedFrames).toBe(6);
  expect(decoder.decodedShare).toBeLessThan(1);
});

test('a decoder that takes the place of another is told what that one gave', async () => {
  const { feed, newest } = steady();
  const init = initWith([video], 1);
  feed(init, segment(init, 0, true), segment(init, 33, false));
  newest().giveFrame(33);
  newest().die();
  await firstRestart();
  expect(newest().afterMs).toBe(33);
});

test('nothing is started any more after the end, also when a restart was pending', async () => {
  const { decoder, feed, started, newest } = steady();
  const init = initWith([video], 1);
  feed(init, segment(init, 0, true));
  newest().die();
  await decoder.finish();
  await firstRestart();
  expect(started).toHaveLength(1);
});

test('the frame rate holds for the decoder of the moment and for those that follow', async () => {
  const { decoder, feed, started, newest } = steady();
  const init = initWith([video], 1);
  feed(init, segment(init, 0, true));
  decoder.setFrameRate(5);
  newest().die();
  await firstRestart();
  expect(started.map(({ frameRates }) => frameRates)).toEqual([['every-frame', 5], [5]]);
});
