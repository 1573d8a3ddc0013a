import { unsigned, walk } from '../inputs/ebml-walk.mjs';

const ID = {
  Segment: 0x18538067,
  Duration: 0x4489,
  Cluster: 0x1f43b675,
  Timestamp: 0xe7,
  SimpleBlock: 0xa3,
  CueTime: 0xb3,
  CueTrack: 0xf7,
  CueClusterPosition: 0xf1,
};
const VIDEO_KEYFRAME = 0x80;

/**
 * @typedef {object} Examination What a player can make of a recording of SimpleBlocks.
 * @property {number | undefined} durationMs As its header says.
 * @property {number} endMs When the last block begins.
 * @property {number} cues
 * @property {number} cuesOnKeyframes Cues that point to a Cluster which holds a keyframe of the cue's track at the cue's time.
 */

/**
 * @param {Uint8Array} octets
 * @returns {Examination}
 */
export function examine(octets) {
  const view = new DataView(octets.buffer, octets.byteOffset, octets.byteLength);
  const facts = { segmentStart: 0, cluster: 0, clusterMs: 0, endMs: 0 };
  /** @type {number | undefined} */
  let durationMs;
  /** @type {Set<string>} */
  const keyframes = new Set();
  /** @type {{ time: number, track: number, position: number }[]} */
  const cues = [];
  let cueTime = 0;
  let cueTrack = 0;
  for (const { id, start, bodyStart, bodyEnd } of walk(octets)) {
    switch (id) {
      case ID.Segment:
        facts.segmentStart = bodyStart;
        break;
      case ID.Duration:
        durationMs = bodyEnd - bodyStart === 4 ? view.getFloat32(bodyStart) : view.getFloat64(bodyStart);
        break;
      case ID.Cluster:
        facts.cluster = start;
        break;
      case ID.Timestamp:
        facts.clusterMs = unsigned(octets, bodyStart, bodyEnd);
        break;
      case ID.SimpleBlock: {
        const ms = facts.clusterMs + view.getInt16(bodyStart + 1);
        facts.endMs = Math.max(facts.endMs, ms);
        const isKeyframe = (view.getUint8(bodyStart + 3) & VIDEO_KEYFRAME) !== 0;
        if (isKeyframe) keyframes.add(`${facts.cluster} ${view.getUint8(bodyStart) & 0x7f} ${ms}`);
        break;
      }
      case ID.CueTime:
        cueTime = unsigned(octets, bodyStart, bodyEnd);
        break;
      case ID.CueTrack:
        cueTrack = unsigned(octets, bodyStart, bodyEnd);
        break;
      case ID.CueClusterPosition:
        cues.push({ time: cueTime, track: cueTrack, position: unsigned(octets, bodyStart, bodyEnd) });
        break;
      default:
    }
  }
  const isOnKeyframe = (/** @type {{ time: number, track: number, position: number }} */ { time, track, position }) =>
    keyframes.has(`${position + facts.segmentStart} ${track} ${time}`);
  return { durationMs, endMs: facts.endMs, cues: cues.length, cuesOnKeyframes: cues.filter(isOnKeyframe).length };
}
