import type { DetectionsMessage } from '@webm-reassembler/protocol';
import { PrivateResults } from './private-results.js';

function found(descriptor?: readonly number[]): DetectionsMessage {
  const detection = { score: 0.9, faceId: 1, box: { x: 0, y: 0, width: 1, height: 1 } };
  return {
    type: 'detections',
    timestampMs: 0,
    recorderTimestampMs: 0,
    sequence: 0,
    width: 1,
    height: 1,
    detections: [descriptor === undefined ? detection : { ...detection, descriptor }],
    timings: { decodeMs: 0, queueMs: 0, detectMs: 0, totalMs: 0 },
  };
}

test('everybody gets all but the descriptors, the publisher gets them too', () => {
  const results = new PrivateResults();
  const whole = found([0.25, 0.5]);
  const open = results.publicPart(whole);
  expect(open).toEqual(found());
  expect(JSON.stringify(open)).not.toContain('descriptor');
  expect(results.forPublisher(open)).toBe(whole);
});

test('another holder cannot get from the public message to the whole one', () => {
  const open = new PrivateResults().publicPart(found([0.25]));
  expect(new PrivateResults().forPublisher(open)).toBe(open);
});

test('a message without descriptors stays the same object', () => {
  const message = found();
  expect(new PrivateResults().publicPart(message)).toBe(message);
});
