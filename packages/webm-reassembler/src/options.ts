import type { H264Form } from './blocks/h264-form.js';
import type { HeaderRebuilding } from './blocks/held-blocks.js';
import type { LossJudgement } from './blocks/loss-judge.js';
import { ReassemblerError } from './errors.js';

/** Options of a {@link Reassembler}. Every growth has a limit here; passing one is a {@link Gap} that names it, never a crash. */
export interface ReassemblerOptions {
  /**
   * How blocks are grouped into media segments.
   *
   * - `per-block`: each block is a media segment of its own. The segments are the same for any cuts of the input.
   * - `per-call`: what one `feed` completed is one media segment, cut where a random access point must open a new one.
   *   Fewer octets (about 14 saved a block), but where the input was cut shows in the grouping, though never in the blocks.
   * - `continuing`: each block is a media segment of its own, but only one that opens with a random access point is a
   *   Cluster, of unknown size; the others are the blocks that go on in it. For live viewers: browsers guess how long the
   *   last frame of a Cluster is, and Firefox drops frames behind a wrong guess. The segments are the same for any cuts;
   *   those between two that open with a random access point have a meaning in their order only.
   *
   * @defaultValue 'per-block'
   */
  readonly mediaSegments?: 'per-block' | 'per-call' | 'continuing';
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
   * specification allows. `avcc` of `webm-reassembler/avcc` makes it conformant Matroska: length-prefixed NAL units, and
   * an avcC CodecPrivate from the stream's own parameter sets.
   *
   * @defaultValue 'annexb' (as it came)
   */
  readonly h264?: 'annexb' | H264Form;
  /**
   * `loss` of `webm-reassembler/loss`, to find lost chunks where they are not numbered.
   *
   * @defaultValue undefined (only times that jump or run back are told)
   */
  readonly loss?: LossJudgement | undefined;
  /**
   * `lostHeader` of `webm-reassembler/lost-header`, to rebuild the tracks of a recording whose first chunk is missing.
   *
   * @defaultValue undefined (such a recording is one gap, `not-webm`, up to the next header)
   */
  readonly lostHeader?: HeaderRebuilding | undefined;
  /**
   * For {@link ReassemblerOptions.lostHeader}: `MediaRecorder.mimeType`, whose codecs help to rebuild the tracks. Not
   * needed, and not believed, where there is a header.
   *
   * @defaultValue '' (the tracks are told from their payload alone)
   */
  readonly mimeType?: string;
  /**
   * For {@link ReassemblerOptions.lostHeader}: most octets of blocks to hold until the tracks are settled.
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

type Part = 'h264' | 'loss' | 'lostHeader';

/** All options, with the defaults filled in. */
export interface ResolvedOptions extends Readonly<Required<Omit<ReassemblerOptions, Part>>> {
  /** The form to convert H.264 to, if any. */
  readonly h264: H264Form | undefined;
  readonly loss: LossJudgement | undefined;
  readonly lostHeader: HeaderRebuilding | undefined;
}

const MIB = 1024 * 1024;
const LIMITS = {
  maxBlockOctets: 32 * MIB,
  maxHeaderOctets: 4 * MIB,
  maxSkippedOctets: 256 * MIB,
  maxUnknownOctets: MIB,
  maxHeldOctets: 16 * MIB,
  maxTracks: 64,
} as const;

/**
 * Checks options and fills in the defaults.
 *
 * @throws {@link ReassemblerError} `invalid-option`
 */
export function resolveOptions(options: ReassemblerOptions = {}): ResolvedOptions {
  const { mediaSegments = 'per-block', h264 = 'annexb', mimeType = '', loss, lostHeader } = options;
  const groupings = ['per-block', 'per-call', 'continuing'];
  check('mediaSegments', mediaSegments, groupings.includes(mediaSegments), "'per-block', 'per-call' or 'continuing'");
  const form = h264 === 'annexb' ? undefined : h264;
  check('h264', h264, form === undefined || typeof form.convert === 'function', "'annexb' or avcc of its entry point");
  check('mimeType', mimeType, typeof mimeType === 'string', "a string such as 'video/webm;codecs=vp8,opus'");
  check('loss', loss, isPart(loss), 'what its entry point exports');
  check('lostHeader', lostHeader, isPart(lostHeader), 'what its entry point exports');
  const limit = (name: keyof typeof LIMITS): number => {
    const { [name]: given = LIMITS[name] } = options;
    check(name, given, Number.isSafeInteger(given) && given > 0, 'a whole number from 1');
    return given;
  };
  return {
    mediaSegments,
    h264: form,
    mimeType,
    loss,
    lostHeader,
    maxHeldOctets: limit('maxHeldOctets'),
    maxBlockOctets: limit('maxBlockOctets'),
    maxHeaderOctets: limit('maxHeaderOctets'),
    maxSkippedOctets: limit('maxSkippedOctets'),
    maxUnknownOctets: limit('maxUnknownOctets'),
    maxTracks: limit('maxTracks'),
  };
}

function isPart(given: unknown): boolean {
  return given === undefined || typeof given === 'function';
}

function check(name: string, given: unknown, isRight: boolean, right: string): void {
  if (!isRight) throw new ReassemblerError('invalid-option', `${name} is ${String(given)}; it is ${right}`, 0);
}
