import type { PictureSize } from '../../frames/frame.js';
import type { DecoderFailure, FrameRate } from '../decoder.js';

/** What the worker decodes, handed over when it starts. */
export interface WorkerTask {
  readonly maxFrameRate: FrameRate;
  readonly afterMs: number | undefined;
  readonly outputSize: PictureSize | undefined;
  readonly maxPixels: number;
}

/** What the worker must know of a video track. */
export interface CodedTrack {
  /** TrackNumber of its Blocks. */
  readonly number: number;
  /** RFC 6381 codec string. */
  readonly codec: string;
  /** Matroska's CodecPrivate, where the codec needs it to decode. */
  readonly description: Uint8Array<ArrayBuffer> | undefined;
}

/** One Block of video. */
export interface CodedBlock {
  readonly timestampMs: number;
  readonly keyframe: boolean;
  readonly frames: readonly Uint8Array<ArrayBuffer>[];
}

export type ToWorker =
  | { readonly kind: 'track'; readonly track: CodedTrack | undefined; readonly octets: number }
  | { readonly kind: 'blocks'; readonly blocks: readonly CodedBlock[]; readonly octets: number }
  | { readonly kind: 'frame-rate'; readonly rate: FrameRate }
  /** Give what is left, then be gone. */
  | { readonly kind: 'end' }
  /** Be gone. */
  | { readonly kind: 'close' };

export type FromWorker =
  /** So many octets were taken in. */
  | { readonly kind: 'taken'; readonly octets: number }
  | {
      readonly kind: 'frame';
      readonly timestampMs: number;
      readonly size: PictureSize;
      readonly pixels: Uint8Array<ArrayBuffer>;
    }
  | { readonly kind: 'failed'; readonly code: DecoderFailure; readonly message: string }
  | { readonly kind: 'ended' };
