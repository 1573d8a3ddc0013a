import { createHash } from 'node:crypto';
import { frameDurationFor, type FrameDuration } from '../blocks/audio-duration.js';
import type { Block } from '../blocks/block.js';
import type { TrackEntry } from '../blocks/track-entry.js';
import * as ID from '../elements/matroska-ids.js';
import { childOf } from '../elements/element-tree.js';
import { readUnsigned } from '../octets/numbers.js';
import type { MediaSegment } from '../segments/outputs.js';
import { readInitSegment } from '../segments/recording/read-init-segment.js';
import { frameContentsFor, type FrameContents } from './frame-contents.js';
import { vorbisDurations } from './vorbis-packets.js';

/** One coded frame, as `inspect --json --blocks` shows it. A laced Block has several. */
export interface Frame {
  /** TrackNumber. */
  readonly track: number;
  /** On the stream's timeline, which never runs back across restarts. */
  readonly timestampMs: number;
  /** As the recorder wrote it. */
  readonly recorderTimestampMs: number;
  readonly keyframe: boolean;
  readonly octets: number;
  readonly md5: string;
}

/** Takes the frames out of media segments. */
export class FrameReader {
  #initSegment: MediaSegment['initSegment'] | undefined;
  #tracks: ReadonlyMap<number, FrameTrack> = new Map();

  *read(segment: MediaSegment): Iterable<Frame> {
    if (segment.initSegment !== this.#initSegment) {
      this.#initSegment = segment.initSegment;
      const { entries } = readInitSegment(segment.initSegment);
      this.#tracks = new Map(entries.map((entry) => [entry.track.number, frameTrack(entry)]));
    }
    for (const block of segment.blocks) yield* framesOf(block, this.#tracks.get(block.track.number));
  }
}

interface FrameTrack {
  readonly contents: FrameContents;
  readonly duration: FrameDuration | undefined;
  readonly defaultMs: number | undefined;
}

function frameTrack(entry: TrackEntry): FrameTrack {
  const defaultNs = childOf(entry.children, ID.DefaultDuration)?.body;
  return {
    contents: frameContentsFor(entry),
    duration: durationFor(entry),
    defaultMs: defaultNs && readUnsigned(defaultNs, 0, defaultNs.length) / 1e6,
  };
}

function durationFor(entry: TrackEntry): FrameDuration | undefined {
  const { codecId, codecPrivate, sampleRate = 0 } = entry.track;
  if (codecId === 'A_VORBIS' && codecPrivate !== undefined) return vorbisDurations(codecPrivate, sampleRate);
  return frameDurationFor(entry);
}

/** The frames of a laced Block follow one another; only the first one's time is written. */
function* framesOf(block: Block, track: FrameTrack | undefined): Iterable<Frame> {
  const { frames } = block;
  let sinceBlockMs = 0;
  for (const encoded of frames) {
    const frame = track === undefined ? encoded : track.contents(encoded);
    yield {
      track: block.track.number,
      timestampMs: rounded(block.timestampMs + sinceBlockMs),
      recorderTimestampMs: rounded(block.recorderTimestampMs + sinceBlockMs),
      keyframe: block.keyframe,
      octets: frame.length,
      md5: createHash('md5').update(frame).digest('hex'),
    };
    if (frames.length > 1 || track?.defaultMs === undefined) sinceBlockMs += frameMs(frame, block, track);
  }
}

function frameMs(frame: Uint8Array, block: Block, track: FrameTrack | undefined): number {
  const evenly = block.durationMs === undefined ? undefined : block.durationMs / block.frames.length;
  return track?.defaultMs ?? track?.duration?.(frame) ?? evenly ?? 0;
}

/** Ticks are whole, but not always their products with ms: no more digits than a nanosecond has. */
function rounded(ms: number): number {
  return Math.round(ms * 1e6) / 1e6;
}
