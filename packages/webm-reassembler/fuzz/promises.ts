/* What must hold of the outputs, whatever was fed. */
import type { Block, InitSegment, MediaSegment, Output } from '../src/index.js';
import { finding, type Finding } from './findings.js';
import { readCluster } from './read-cluster.js';

/** Muxers round; codecs that reorder frames write presentation times that run back by less. */
const JITTER_MS = 10;
const REORDERING_MS = 1000;
const WITHOUT_REORDERING = /^(V_VP8|V_VP9|V_AV1|A_.*)$/;

/** The first promise that the outputs break. @param fed - octets fed */
export function brokenPromise(outputs: readonly Output[], fed: number): Finding | undefined {
  const state: State = { init: undefined, ready: new Set(), newestMs: new Map(), gapOctet: 0 };
  for (const output of outputs) {
    const found = check(output, state, fed);
    if (found !== undefined) return found;
  }
  return undefined;
}

interface State {
  init: InitSegment | undefined;
  /** Video tracks that had a keyframe since the last gap. */
  readonly ready: Set<number>;
  readonly newestMs: Map<number, number>;
  /** Where the last gap that is not of dropped frames ended. */
  gapOctet: number;
}

function check(output: Output, state: State, fed: number): Finding | undefined {
  switch (output.kind) {
    case 'init-segment':
      state.init = output;
      state.ready.clear();
      return output.octets[0] === 0x1a && output.tracks.length > 0
        ? undefined
        : finding('an init segment opens with EBML and has tracks', '');
    case 'media-segment':
      return checkSegment(output, state);
    case 'gap': {
      const { startOctet, endOctet, startMs, endMs, code } = output;
      const isSane =
        startOctet >= 0 && endOctet >= startOctet && endOctet <= fed && Number.isSafeInteger(startOctet + endOctet);
      if (!isSane) return finding('a gap lies within what was fed', `${code} ${startOctet} to ${endOctet} of ${fed}`);
      if (startMs !== undefined && endMs !== undefined && endMs < startMs)
        return finding('a gap ends after it starts', `${code} ${startMs} to ${endMs} ms`);
      return checkGapOrder(code, startOctet, endOctet, state);
    }
    default:
      return output satisfies never;
  }
}

/** Gaps of unreadable octets come in the order of the stream; gaps of dropped frames may overlap them. */
function checkGapOrder(code: string, startOctet: number, endOctet: number, state: State): Finding | undefined {
  if (code === 'lost-reference' || code === 'no-keyframe-yet') return undefined;
  state.ready.clear();
  if (startOctet < state.gapOctet)
    return finding('gaps are in order', `${code} at ${startOctet} after one to ${state.gapOctet}`);
  state.gapOctet = endOctet;
  return undefined;
}

function checkSegment(segment: MediaSegment, state: State): Finding | undefined {
  if (segment.initSegment !== state.init) return finding('an init segment comes before its media', '');
  const written = readCluster(segment.octets);
  if (written?.length !== segment.blocks.length || written.length === 0)
    return finding('a media segment is a Cluster of whole blocks', '');
  for (const [index, block] of segment.blocks.entries()) {
    const found = checkBlock(block, state) ?? checkWritten(block, written[index]);
    if (found !== undefined) return found;
  }
  return undefined;

  function checkWritten(
    block: Block,
    read: ReturnType<typeof readCluster> extends readonly (infer T)[] | undefined ? T | undefined : never,
  ): Finding | undefined {
    if (read === undefined) return finding('a media segment has its blocks', '');
    const ms = (read.ticks * segment.initSegment.timestampScaleNs) / 1e6;
    if (read.trackNumber !== block.track.number)
      return finding('a block keeps its track', `${read.trackNumber}, not ${block.track.number}`);
    if (Math.abs(ms - block.timestampMs) > 1e-6 * Math.max(1, ms))
      return finding('a block is written at its time', `${ms}, not ${block.timestampMs}`);
    return equal(read.payload, block.payload) ? undefined : finding('a block is written as it was read', '');
  }
}

function checkBlock({ track, timestampMs, keyframe }: Block, { ready, newestMs }: State): Finding | undefined {
  if (track.type === 'video' && keyframe) ready.add(track.number);
  if (track.type === 'video' && !ready.has(track.number))
    return finding('no frame comes between a gap and the next keyframe', `at ${timestampMs} ms`);
  const newest = newestMs.get(track.number) ?? -Infinity;
  const tolerance = WITHOUT_REORDERING.test(track.codecId) ? JITTER_MS : REORDERING_MS;
  if (timestampMs < newest - tolerance)
    return finding('time never runs back', `track ${track.number} from ${newest} to ${timestampMs} ms`);
  newestMs.set(track.number, Math.max(newest, timestampMs));
  return undefined;
}

export function equal(left: Uint8Array, right: Uint8Array): boolean {
  if (left.length !== right.length) return false;
  for (let at = 0; at < left.length; at++) if (left[at] !== right[at]) return false;
  return true;
}
