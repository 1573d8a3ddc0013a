import { ReassemblerError } from './errors.js';

/** Options of a {@link Reassembler}. Every growth has a limit here; passing one is a {@link Gap} that names it, never a crash. */
export interface ReassemblerOptions {
  /**
   * How blocks are grouped into media segments.
   *
   * - `per-block`: each block is a media segment of its own. The segments are the same for any cuts of the input.
   * - `per-call`: what one `feed` completed is one media segment, cut where a random access point must open a new one.
   *   Fewer octets (about 14 saved a block), but where the input was cut shows in the grouping, though never in the blocks.
   *
   * @defaultValue 'per-block'
   */
  readonly mediaSegments?: 'per-block' | 'per-call';
  /**
   * Largest Block or BlockGroup in octets. A compressed 4K keyframe is below 4 MiB; room is left for raw video.
   *
   * @defaultValue 33554432 (32 MiB)
   */
  readonly maxBlockOctets?: number;
  /**
   * Largest EBML header, Info or Tracks element in octets: they are held whole.
   *
   * @defaultValue 4194304 (4 MiB)
   */
  readonly maxHeaderOctets?: number;
  /**
   * Largest element that is skipped without being read (Cues, Tags, Attachments, Void) in octets. Skipping holds nothing
   * in memory; the limit keeps a damaged size from swallowing the rest of the stream.
   *
   * @defaultValue 268435456 (256 MiB)
   */
  readonly maxSkippedOctets?: number;
  /**
   * Largest element of an unknown ID that is skipped, in octets. Smaller than the limit above, because damage looks like this.
   *
   * @defaultValue 1048576 (1 MiB)
   */
  readonly maxUnknownOctets?: number;
  /**
   * The form of H.264 in the media segments. Chromium writes Annex B without a CodecPrivate, which ffmpeg reads and no
   * specification allows.
   *
   * - `annexb`: as it came.
   * - `avcc`: length-prefixed NAL units, and an avcC CodecPrivate from the stream's own parameter sets: conformant Matroska.
   *
   * @defaultValue 'annexb'
   */
  readonly h264?: 'annexb' | 'avcc';
  /**
   * `MediaRecorder.mimeType`, for a recording whose first chunk is missing: its codecs help to rebuild the tracks. Not
   * needed, and not believed, where there is a header.
   *
   * @defaultValue '' (the tracks are told from their payload alone)
   */
  readonly mimeType?: string;
  /**
   * Most octets of blocks to hold until the tracks of a recording without its beginning are settled.
   *
   * @defaultValue 16777216 (16 MiB)
   */
  readonly maxHeldOctets?: number;
  /**
   * Most tracks of a stream. Further ones make the header damaged.
   *
   * @defaultValue 64
   */
  readonly maxTracks?: number;
}

/** All options, with the defaults filled in. */
export type ResolvedOptions = Readonly<Required<ReassemblerOptions>>;

const LIMITS = {
  maxBlockOctets: 32 * 1024 * 1024,
  maxHeaderOctets: 4 * 1024 * 1024,
  maxSkippedOctets: 256 * 1024 * 1024,
  maxUnknownOctets: 1024 * 1024,
  maxHeldOctets: 16 * 1024 * 1024,
  maxTracks: 64,
} as const;

/**
 * Checks options and fills in the defaults.
 *
 * @throws {@link ReassemblerError} `invalid-option`
 */
export function resolveOptions(options: ReassemblerOptions = {}): ResolvedOptions {
  const mediaSegments = options.mediaSegments ?? 'per-block';
  if (mediaSegments !== 'per-block' && mediaSegments !== 'per-call') {
    throw invalid(`mediaSegments is "${String(mediaSegments)}"; it is 'per-block' or 'per-call'`);
  }
  const mimeType = options.mimeType ?? '';
  if (typeof mimeType !== 'string')
    throw invalid(`mimeType is ${String(mimeType)}; it is a string such as 'video/webm;codecs=vp8,opus'`);
  const h264 = options.h264 ?? 'annexb';
  if (h264 !== 'annexb' && h264 !== 'avcc') throw invalid(`h264 is "${String(h264)}"; it is 'annexb' or 'avcc'`);
  return {
    mediaSegments,
    h264,
    mimeType,
    maxHeldOctets: limit('maxHeldOctets', options.maxHeldOctets),
    maxBlockOctets: limit('maxBlockOctets', options.maxBlockOctets),
    maxHeaderOctets: limit('maxHeaderOctets', options.maxHeaderOctets),
    maxSkippedOctets: limit('maxSkippedOctets', options.maxSkippedOctets),
    maxUnknownOctets: limit('maxUnknownOctets', options.maxUnknownOctets),
    maxTracks: limit('maxTracks', options.maxTracks),
  };
}

function limit(name: keyof typeof LIMITS, given: number | undefined): number {
  if (given === undefined) return LIMITS[name];
  if (Number.isSafeInteger(given) && given > 0) return given;
  throw invalid(`${name} is ${String(given)}; it is a whole number from 1`);
}

function invalid(message: string): ReassemblerError {
  return new ReassemblerError('invalid-option', message, 0);
}
