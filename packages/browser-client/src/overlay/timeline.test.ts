import { describe, expect, test } from '@jest/globals';
import type { Detection, DetectionsMessage } from '@webm-reassembler/protocol';
import { between, overlap } from './match.js';
import { liveScene, opacityAt } from './scene.js';
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

  test('overlap is 1 for the same box and 0 for neighbours', () => {
    expect(overlap(face(0.1).box, face(0.1).box)).toBe(1);
    expect(overlap(face(0).box, face(0.2).box)).toBe(0);
  });
});

describe('a live picture', () => {
  test('shows the newest boxes, then fades them out', () => {
    expect([0, 500, 700, 900, 5000].map((ageMs) => opacityAt(ageMs))).toEqual([1, 1, 0.5, 0, 0]);
    expect(liveScene(found(0, face(0.1)), 10).detections).toHaveLength(1);
    expect(liveScene(found(0, face(0.1)), 1000).detections).toEqual([]);
  });
});
