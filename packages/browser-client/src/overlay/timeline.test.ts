import { describe, expect, test } from '@jest/globals';
import type { Detection, DetectionsMessage } from '@webm-reassembler/protocol';
import { between } from './between.js';
import { LiveBoxes } from './live-boxes.js';
import { overlap } from './pair-faces.js';
import { opacityAt } from './scene.js';
import { DetectionTimeline } from './timeline.js';

const face = (x: number, score = 0.5): Detection => ({ score, box: { x, y: 0, width: 0.2, height: 0.2 } });

function found(timestampMs: number, ...detections: Detection[]): DetectionsMessage {
  return {
    type: 'detections',
    timestampMs,
    recorderTimestampMs: timestampMs,
    sequence: 0,
    width: 640,
    height: 480,
    detections,
    timings: { decodeMs: 0, queueMs: 0, detectMs: 0, totalMs: 0 },
  };
}

describe('a recording', () => {
  test('shows each box at the moment of its frame', () => {
    const timeline = new DetectionTimeline();
    timeline.add(found(0, face(0.1)));
    timeline.add(found(100, face(0.12)));
    expect(timeline.at(100).detections[0]?.box.x).toBe(0.12);
  });

  test('moves a box between two analysed frames', () => {
    const timeline = new DetectionTimeline();
    timeline.add(found(100, face(0.2, 0.9)));
    timeline.add(found(0, face(0.1, 0.5)));
    const [shown] = timeline.at(25).detections;
    expect(shown?.box.x).toBeCloseTo(0.125);
    expect(shown?.score).toBeCloseTo(0.6);
  });

  test('shows nothing before the first analysed frame and lets the last one fade', () => {
    const timeline = new DetectionTimeline();
    timeline.add(found(1000, face(0.1)));
    expect(timeline.at(999).detections).toEqual([]);
    expect(timeline.at(1400)).toMatchObject({ opacity: 1 });
    expect(timeline.at(1700).opacity).toBeCloseTo(0.5);
    expect(timeline.at(2000).detections).toEqual([]);
  });

  test('does not move boxes across a pause of the detector', () => {
    const timeline = new DetectionTimeline();
    timeline.add(found(0, face(0.1)));
    timeline.add(found(5000, face(0.2)));
    expect(timeline.at(2500).detections).toEqual([]);
  });

  test('does not move boxes into a picture of another shape, and lets them stand until it comes', () => {
    const timeline = new DetectionTimeline();
    timeline.add(found(0, face(0.1)));
    timeline.add({ ...found(100, face(0.14)), width: 480, height: 640 });
    expect(timeline.at(90)).toMatchObject({ video: { width: 640, height: 480 }, opacity: 1 });
    expect(timeline.at(90).detections).toEqual([face(0.1)]);
    expect(timeline.at(100).detections).toEqual([face(0.14)]);
    expect(timeline.at(180)).toMatchObject({ video: { width: 480, height: 640 } });
    expect(timeline.at(180).detections).toEqual([face(0.14)]);
  });

  test('moves boxes across another size of the same shape', () => {
    const timeline = new DetectionTimeline();
    timeline.add(found(0, face(0.1)));
    timeline.add({ ...found(100, face(0.2)), width: 854, height: 640 });
    expect(timeline.at(50).detections[0]?.box.x).toBeCloseTo(0.15);
  });

  test('remembers no more than it may', () => {
    const timeline = new DetectionTimeline(100);
    for (let index = 0; index < 1000; index += 1) timeline.add(found(index * 100));
    expect(timeline.size).toBeLessThanOrEqual(101);
    expect(timeline.at(99_900).video.width).toBe(640);
  });
});

describe('neighbouring frames', () => {
  test('two faces keep their own boxes though the detector changes the order', () => {
    const shown = between([face(0.1), face(0.6)], [face(0.62), face(0.12)], 0.5);
    expect(shown.map((detection) => detection.box.x)).toEqual([expect.closeTo(0.11), expect.closeTo(0.61)]);
  });

  test('a face that comes or goes is not moved', () => {
    expect(between([face(0.1)], [face(0.7)], 0.4)).toEqual([face(0.1)]);
    expect(between([face(0.1)], [face(0.7)], 0.6)).toEqual([face(0.7)]);
  });

  test('a number that the server gave a face says more than where it is', () => {
    const numbered = (faceId: number, x: number): Detection => ({ ...face(x), faceId });
    const shown = between([numbered(1, 0.1), numbered(2, 0.3)], [numbered(1, 0.3), numbered(2, 0.1)], 0.25);
    expect(shown.map((detection) => [detection.faceId, detection.box.x])).toEqual([
      [1, expect.closeTo(0.15)],
      [2, expect.closeTo(0.25)],
    ]);
  });

  test('landmarks move with their face', () => {
    const marked = (x: number): Detection => ({ ...face(x), landmarks: [{ x, y: 0.5 }] });
    expect(between([marked(0.1)], [marked(0.2)], 0.3)[0]?.landmarks).toEqual([{ x: expect.closeTo(0.13), y: 0.5 }]);
  });

  test('overlap is 1 for the same box and 0 for neighbours', () => {
    expect(overlap(face(0.1).box, face(0.1).box)).toBe(1);
    expect(overlap(face(0).box, face(0.2).box)).toBe(0);
  });
});

describe('a live picture', () => {
  test('shows the newest boxes, then fades them out', () => {
    expect([0, 500, 700, 900, 5000].map((ageMs) => opacityAt(ageMs))).toEqual([1, 1, 0.5, 0, 0]);
    const boxes = new LiveBoxes();
    boxes.add(found(0, face(0.1)), 0, 5000);
    expect(boxes.at(5010).detections).toHaveLength(1);
    expect(boxes.at(6000).detections).toEqual([]);
  });

  test('moves a face on as it moved before, for 100 ms and no longer', () => {
    const boxes = new LiveBoxes();
    boxes.add(found(0, face(0.1)), 40, 1000);
    boxes.add(found(100, face(0.12)), 40, 1100);
    const shownAt = (nowMs: number) => boxes.at(nowMs).detections[0]?.box.x;
    expect(shownAt(1100)).toBeCloseTo(0.128);
    expect(shownAt(1130)).toBeCloseTo(0.134);
    expect(shownAt(1160)).toBeCloseTo(0.14);
    expect(shownAt(1400)).toBeCloseTo(0.14);
  });

  test('a face that was not there before stays where it was found', () => {
    const boxes = new LiveBoxes();
    boxes.add(found(0, face(0.1)), 0, 0);
    boxes.add(found(100, face(0.7)), 0, 100);
    expect(boxes.at(180).detections).toEqual([face(0.7)]);
  });

  test('another stream, whose timestamps begin again, does not move on as the last one did', () => {
    const boxes = new LiveBoxes();
    boxes.add(found(9000, face(0.1)), 0, 0);
    boxes.add(found(0, face(0.12)), 0, 100);
    expect(boxes.at(180).detections).toEqual([face(0.12)]);
  });

  test('a picture of another shape does not move on from where its faces were in the one before', () => {
    const boxes = new LiveBoxes();
    boxes.add(found(0, face(0.1)), 0, 0);
    boxes.add({ ...found(100, face(0.14)), width: 480, height: 640 }, 0, 100);
    expect(boxes.at(180).detections).toEqual([face(0.14)]);
  });
});
