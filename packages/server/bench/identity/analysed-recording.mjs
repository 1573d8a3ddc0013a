import { readdirSync, readFileSync } from 'node:fs';
import { findFfmpeg, startFfmpegDecoder } from '../../dist/decode/index.js';
import { DEFAULT_DETECTION_TASKS, FaceTracker, SceneWatch } from '../../dist/detect/index.js';
import { Reassembler } from 'webm-reassembler';

/**
 * @import { Box } from '@webm-reassembler/protocol'
 * @import { Detector } from '../../dist/detect/index.js'
 * @import { FrameRate } from '../../dist/decode/index.js'
 * @import { Frame } from '../../dist/frames/frame.js'
 *
 * @typedef {{ readonly timestampMs: number, readonly found: readonly { readonly box: Box, readonly faceId: number | undefined }[] }} AnalysedFrame
 */

const FIXTURES = new URL('../../../../fixtures/', import.meta.url);

/** @typedef {{ readonly name: string, readonly browser: string, readonly source: string, readonly licence: string }} Recording */

/** Recordings that show faces. @returns {readonly Recording[]} */
export function recordingsWithFaces() {
  return readdirSync(FIXTURES)
    .filter((name) => /^(chromium|firefox)/.test(name))
    .map((name) => ({ name, ...asManifest(readFileSync(new URL(`${name}/manifest.json`, FIXTURES), 'utf8')) }))
    .filter(({ licence }) => licence.startsWith('Faces'));
}

/**
 * What the server does with a recording, without its haste: no frame is passed over because the machine is busy.
 *
 * @param {string} name
 * @param {number} perSecond
 * @param {Detector} detector
 */
export async function analysed(name, perSecond, detector) {
  const tracker = new FaceTracker();
  const scenes = new SceneWatch();
  /** @type {AnalysedFrame[]} */
  const frames = [];
  for (const frame of await decoded(name, perSecond, (frame) => frame)) {
    const detections = await detector.detect(frame, DEFAULT_DETECTION_TASKS, 0);
    const { faceIds } = tracker.update(frame.timestampMs, detections, scenes.see(frame));
    const found = detections.map(({ box }, index) => ({ box, faceId: faceIds[index] }));
    frames.push({ timestampMs: frame.timestampMs, found });
  }
  return { frames, counted: tracker.counted };
}

/**
 * What is read of the frames of a recording, from a decoder for each init segment.
 *
 * @template T
 * @param {string} name
 * @param {FrameRate} maxFrameRate
 * @param {(frame: Frame) => T} read
 * @returns {Promise<readonly T[]>}
 */
export async function decoded(name, maxFrameRate, read) {
  const binary = await findFfmpeg();
  const options = { binary, maxFrameRate, maxWaitingOctets: 1 << 30 };
  /** @type {{ readonly decoder: ReturnType<typeof startFfmpegDecoder>, readonly results: T[] }[]} */
  const decodings = [];
  for (const segment of segmentsOf(name)) {
    if (segment.kind === 'init-segment') {
      /** @type {T[]} */
      const results = [];
      const onFrame = (/** @type {Frame} */ frame) => void results.push(read(frame));
      decodings.push({ decoder: startFfmpegDecoder(options, { onFrame, onExit: () => undefined }), results });
    }
    decodings.at(-1)?.decoder.write(segment);
  }
  await Promise.all(decodings.map(({ decoder }) => decoder.end()));
  return decodings.flatMap(({ results }) => results);
}

/** @param {string} name */
function segmentsOf(name) {
  const folder = new URL(`${name}/`, FIXTURES);
  const files = readdirSync(folder)
    .filter((file) => file.endsWith('.bin'))
    .sort();
  const reassembler = new Reassembler();
  const outputs = files.flatMap((file) => reassembler.feed(readFileSync(new URL(file, folder))));
  return [...outputs, ...reassembler.end()].filter((output) => output.kind !== 'gap');
}

/**
 * Boundary: `fixtures.test.ts` holds every manifest to the type.
 *
 * @param {string} json
 * @returns {Omit<Recording, 'name'>}
 */
function asManifest(json) {
  return /** @type {Omit<Recording, 'name'>} */ (JSON.parse(json));
}
