import type { InitSegment, MediaSegment } from 'webm-reassembler';
import type { Frame, PictureSize } from '../frames/frame.js';

/**
 * Turns one WebM stream into frames.
 *
 * A decoder lives as long as one initialization segment does. What it is fed is exactly what the reassembler emits:
 * the init segment, then media segments, the first of them opening with a random access point. When a new init
 * segment comes, `end` this decoder and start another.
 */
export interface Decoder {
  /**
   * Hands over one whole init segment or media segment.
   *
   * `full` means that too much waits already and that these octets were NOT taken: the decoder is behind. The stream
   * stays decodable if the caller then leaves out everything up to the next media segment that opens with a random
   * access point. The first two segments are always taken, however large.
   *
   * @param segment its octets are not copied: they must not change any more
   */
  write(segment: DecoderInput): WriteOutcome;
  /**
   * Changes how many frames are handed over, from the next segment that is written on and without a restart. All frames
   * are still decoded, for each depends on the one before; what is not handed over is not scaled either.
   *
   * @param rate a rate above {@link DecoderOptions.maxFrameRate} means that one
   */
  setFrameRate(rate: FrameRate): void;
  /** Octets that were written and that the decoder has not taken in yet. */
  readonly waitingOctets: number;
  /**
   * Takes back what was written and what the decoder has not begun to take in, because it would come out too late. The
   * stream stays decodable if the caller then leaves out everything up to the next media segment that opens with a
   * random access point.
   *
   * @returns how many Blocks of video that were
   */
  dropWaiting(): number;
  /** No more octets will come. Resolves when every frame has been given to `onFrame` and the decoder is gone. */
  end(): Promise<void>;
  /** Stops at once, frames in flight are lost. Resolves when the decoder is gone. */
  close(): Promise<void>;
}

/** What a decoder takes of a segment: some read its octets, others its Blocks. */
export type DecoderInput =
  | Pick<InitSegment, 'kind' | 'octets' | 'tracks' | 'timestampScaleNs'>
  | Pick<MediaSegment, 'kind' | 'octets' | 'blocks'>;

/** Frames for each second of the video's own clock. */
export type FrameRate = number | 'every-frame';

/** What became of octets that were written: see {@link Decoder.write}. `closed`: the decoder has ended. */
export type WriteOutcome = 'taken' | 'full' | 'closed';

/** What a decoder tells its owner. Both are called from the event loop, never from inside `write`. */
export interface DecoderEvents {
  /** A frame, in the order of the timestamps. The callee owns it. Must not block: it is called for every frame. */
  readonly onFrame: (frame: Frame) => void;
  /** The decoder has ended, whatever the reason. Called exactly once, after the last frame. */
  readonly onExit: (exit: DecoderExit) => void;
}

/** Why a decoder has ended. */
export type DecoderExit =
  | { readonly kind: 'ended'; readonly frames: number }
  | { readonly kind: 'closed'; readonly frames: number }
  | {
      readonly kind: 'failed';
      readonly frames: number;
      readonly code: DecoderFailure;
      /** For people: what happened. */
      readonly message: string;
      /** The last lines that the decoder wrote about it. */
      readonly stderrTail: readonly string[];
    };

/**
 * - `no-frames`: the decoder read everything and refused it, or found nothing to decode in it
 * - `died`: the decoder ended by itself while there was more to decode
 * - `start-failed`: the decoder could not be started
 * - `stalled`: the decoder took octets and neither read on nor gave a frame for the time allowed
 * - `bad-output`: what came out of the decoder is not what it was asked for
 */
export type DecoderFailure = 'no-frames' | 'died' | 'start-failed' | 'stalled' | 'bad-output';

/** How to decode. Everything has a default. */
export interface DecoderOptions {
  /**
   * Frames for each second of the video's own clock, at most. Frames between are decoded, but neither scaled nor
   * handed over. Timestamps stay exact.
   *
   * @defaultValue `'every-frame'`
   */
  readonly maxFrameRate?: FrameRate;
  /**
   * Frames up to this time, in ms, are decoded, but neither scaled nor handed over: somebody has them already.
   *
   * @defaultValue `-Infinity`
   */
  readonly afterMs?: number;
  /**
   * Size to scale frames to.
   *
   * @defaultValue the size of the video's first frame
   */
  readonly outputSize?: PictureSize;
  /**
   * Size of the video as its init segment states it, passed on in {@link Frame.source}.
   *
   * @defaultValue the size of the frames that come out
   */
  readonly sourceSize?: PictureSize;
  /**
   * Largest picture that is decoded, in pixels; a larger one is refused before memory is taken for it.
   *
   * @defaultValue 2 088 960, which is 1920 x 1088: H.264 codes 1080 rows as 1088
   */
  readonly maxPixels?: number;
  /**
   * Octets that may wait for the decoder before it says `full`.
   *
   * @defaultValue 4 MiB, half a minute of a 1 Mbit/s stream
   */
  readonly maxWaitingOctets?: number;
  /**
   * How long octets may wait without the decoder reading on or giving a frame, in ms, before it is killed.
   *
   * @defaultValue 10 000
   */
  readonly stallTimeoutMs?: number;
  /**
   * Memory for the pixels of {@link Frame}.
   *
   * @defaultValue new for each frame
   */
  readonly takePixels?: (octets: number) => Uint8Array<ArrayBuffer>;
  /**
   * The clock for {@link Frame.decodedAtMs}.
   *
   * @defaultValue `performance.now`
   */
  readonly now?: () => number;
}

/** Starts a decoder. Failing to start is reported by `onExit`. */
export type StartDecoder = (options: DecoderOptions, events: DecoderEvents) => Decoder;
