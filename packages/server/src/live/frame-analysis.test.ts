import type { AnalysisSettings } from '@webm-reassembler/protocol';
import type { SlotEvents } from '../detect/index.js';
import type { Frame } from '../frames/frame.js';
import { FrameAnalysis } from './frame-analysis.js';

const settings: AnalysisSettings = {
  fps: 10,
  model: 'tiny',
  inputSize: 416,
  scoreThreshold: 0.4,
  maxFaces: 10,
  landmarks: 'none',
  expressions: false,
  ageAndGender: false,
  descriptors: false,
};

function frameAt(timestampMs: number): Frame {
  const size = { width: 1, height: 1 };
  return { ...size, timestampMs, pixels: new Uint8Array(3), source: size, decodedAtMs: timestampMs };
}

/** An analysis whose slot the test holds in its hands. */
function analysis() {
  const givenBack: number[] = [];
  const slots: SlotEvents[] = [];
  const frames = new FrameAnalysis(
    {
      now: () => 0,
      giveBack: ({ timestampMs }) => givenBack.push(timestampMs),
      openSlot: (events) => {
        slots.push(events);
        const idle = { skipped: 0, skippedByRate: 0, grantedFps: 10, reachedFps: 10, close: () => undefined };
        return { ...idle, submit: () => undefined, drained: async () => undefined };
      },
    },
    settings,
    { onDetections: () => undefined, onFace: () => undefined, onTrouble: () => undefined },
  );
  const detect = (timestampMs: number): void => {
    frames.expect({ timestampMs, recorderTimestampMs: timestampMs, sequence: 0, arrivedAtMs: 0 });
    slots[0]?.onDetections({ frame: frameAt(timestampMs), detections: [], queueMs: 0, detectMs: 0 });
  };
  return {
    frames,
    detect,
    givenBack,
    passOver: (timestampMs: number) => slots[0]?.onPassedOver?.(frameAt(timestampMs)),
  };
}

test('a frame that a newer one has replaced is given back, and so is one that is not looked at', () => {
  const { detect, passOver, givenBack } = analysis();
  detect(0);
  passOver(50);
  expect(givenBack).toEqual([50]);
  detect(100);
  expect(givenBack).toEqual([50, 0]);
});

test('a frame that somebody was shown is his, and those behind it are given back as before', () => {
  const { frames, detect, givenBack } = analysis();
  detect(0);
  expect(frames.newest?.frame.timestampMs).toBe(0);
  detect(100);
  detect(200);
  expect(givenBack).toEqual([100]);
});
