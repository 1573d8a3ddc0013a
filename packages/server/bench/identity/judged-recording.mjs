import { analysed, decoded } from './analysed-recording.mjs';
import { headCount } from './head-count.mjs';
import { scoreOf } from './score.mjs';
import { FrameFinder, truthOf } from './truth.mjs';

/**
 * @import { Detector } from '../../dist/detect/index.js'
 * @import { Recording } from './analysed-recording.mjs'
 * @import { HeadCount } from './head-count.mjs'
 * @import { Score } from './score.mjs'
 * @import { ShownPhotograph } from './shown-photographs.mjs'
 *
 * @typedef {{ readonly perSecond: number, readonly heads: HeadCount, readonly score: Score }} Judgement At one rate.
 *
 * @typedef {object} JudgedRecording
 * @property {string} name
 * @property {number} durationMs
 * @property {number} worstFit Of its frames, the one that is least like what it is taken for.
 * @property {readonly Judgement[]} judgements
 */

/**
 * Analyses a recording at each rate, and compares who is numbered with who is there.
 *
 * @param {Recording} recording
 * @param {readonly ShownPhotograph[]} photographs
 * @param {Detector} detector
 * @param {readonly number[]} rates Frames a second.
 * @returns {Promise<JudgedRecording>}
 */
export async function judgedRecording(recording, photographs, detector, rates) {
  const { name } = recording;
  const finder = new FrameFinder(photographs, filmOf(recording));
  const frames = await decoded(name, 'every-frame', (frame) => ({
    timestampMs: frame.timestampMs,
    place: finder.find(frame),
  }));
  const truth = truthOf(photographs, frames);
  const judgements = [];
  for (const perSecond of rates) {
    const { frames: tracked, counted } = await analysed(name, perSecond, detector);
    const scored = tracked.map((frame) => ({ ...frame, faces: facesAt(truth.faces, frame.timestampMs) }));
    judgements.push({ perSecond, heads: headCount(truth.faces, scored, counted), score: scoreOf(scored) });
  }
  return { name, durationMs: truth.durationMs, worstFit: truth.worstFit, judgements };
}

/** @param {Recording} recording */
function filmOf({ source }) {
  if (source.startsWith('Canvas')) return 'canvas';
  return source.includes('MJPEG') ? 'first camera' : 'camera';
}

/**
 * @template T
 * @param {ReadonlyMap<number, T>} faces
 * @param {number} timestampMs
 */
function facesAt(faces, timestampMs) {
  const among = faces.get(timestampMs);
  if (among === undefined) throw new Error(`no frame of the whole recording is at ${timestampMs} ms`);
  return among;
}
