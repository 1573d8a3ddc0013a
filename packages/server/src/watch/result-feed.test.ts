import {
  decodeServerMessage,
  type DetectionsMessage,
  type GapMessage,
  type ServerMessage,
} from '@webm-reassembler/protocol';
import { InProcessBus } from '../bus/event-bus.js';
import { ResultFeed } from './result-feed.js';

class RecordingOutlet {
  readonly messages: ServerMessage[] = [];
  waitingOctets = 0;

  send(text: string): void {
    const read = decodeServerMessage(text);
    if (read.kind === 'malformed') throw new Error(read.reason);
    this.messages.push(read.message);
  }
}

const detections: DetectionsMessage = {
  type: 'detections',
  timestampMs: 40,
  recorderTimestampMs: 40,
  sequence: 0,
  width: 640,
  height: 480,
  detections: [],
  timings: { decodeMs: 1, queueMs: 2, detectMs: 3, totalMs: 6 },
};
const gap: GapMessage = { type: 'gap', code: 'missing-sequence', message: 'lost', startMs: null, endMs: null };

function feedOf(stream: string) {
  const bus = new InProcessBus((thrown) => {
    throw thrown;
  });
  const outlet = new RecordingOutlet();
  return { bus, outlet, feed: new ResultFeed(bus, stream, outlet) };
}

test('events of the stream come out as messages, in order, until the feed is closed', () => {
  const { bus, outlet, feed } = feedOf('a');
  bus.publish('a', detections);
  bus.publish('other', gap);
  bus.publish('a', gap);
  feed.close();
  bus.publish('a', detections);
  expect(outlet.messages).toEqual([detections, gap]);
});

test('a listener that does not read misses results, but no gap, and hears how many it missed', () => {
  const { bus, outlet } = feedOf('a');
  outlet.waitingOctets = 2 * 1024 * 1024;
  bus.publish('a', detections);
  bus.publish('a', detections);
  expect(outlet.messages).toEqual([]);
  bus.publish('a', gap);
  expect(outlet.messages).toEqual([
    expect.objectContaining({ type: 'error', code: 'publisher-too-slow', message: '2 results were left out' }),
    gap,
  ]);
  outlet.waitingOctets = 0;
  bus.publish('a', detections);
  expect(outlet.messages.at(-1)).toEqual(detections);
  expect(outlet.messages).toHaveLength(3);
});
