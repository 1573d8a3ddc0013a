import type { TrackCodec } from './blocks/track-codec.js';
import type { HeaderRebuilding } from './blocks/held-blocks.js';
import type { LossJudgement } from './blocks/loss-judge.js';
import { ReassemblerError } from './errors.js';
import type { GapCode } from './segments/outputs.js';
import type { BlockBatch } from './segments/segment-batch.js';

/** Options of a {@link CoreReassembler}. Every growth has a limit here; passing one is a {@link Gap} that names it, never a crash. */
export interface CoreOptions {
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
   * Video codecs of `webm-reassembler/codecs` to look into, beside VP8 and VP9. Streams of others pass with what their
   * container says: its keyframe flags, picture size and CodecPrivate are believed as they stand.
   *
   * @defaultValue [] (the main entry point has all)
   */
  readonly codecs?: readonly TrackCodec[];
  /**
   * `loss` of `webm-reassembler/loss`, to find lost chunks where they are not numbered.
   *
   * @defaultValue undefined (only times that jump or run back are told)
   */
  readonly loss?: LossJudgement | undefined;
  /**
   * What `lostHeader()` of `webm-reassembler/lost-header` makes, to rebuild the tracks of a recording whose first chunk is
   * missing.
   *
   * @defaultValue undefined (such a recording is one gap, `not-webm`, up to the next header)
   */
  readonly lostHeader?: HeaderRebuilding | undefined;
  /**
   * `gapMessage` of `webm-reassembler/gap-messages`, to say in {@link Gap.message} what happened and what to do.
   *
   * @defaultValue the code is the message
   */
  readonly gapMessage?: (code: GapCode) => string;
  /**
   * Most tracks of a stream. Further ones make the header damaged.
   *
   * @defaultValue 64
   */
  readonly maxTracks?: number;
}

/** What only parts of this library say. */
export interface InnerOptions extends CoreOptions {
  /** Makes what groups blocks into media segments, in the place of what `mediaSegments` says. */
  readonly batch?: (() => BlockBatch) | undefined;
}

/** All options, with the defaults filled in. */
export type ResolvedOptions = Readonly<Required<InnerOptions>>;

const MIB = 1024 * 1024;
const LIMITS = {
  maxBlockOctets: 32 * MIB,
  maxHeaderOctets: 4 * MIB,
  maxSkippedOctets: 256 * MIB,
  maxUnknownOctets: MIB,
  maxTracks: 64,
};
const limitNames = Object.keys(LIMITS) as readonly (keyof typeof LIMITS)[];

/**
 * Checks options and fills in the defaults.
 *
 * @throws {@link ReassemblerError} `invalid-option`
 */
export function resolveOptions(options: InnerOptions = {}): ResolvedOptions {
  const { mediaSegments = 'per-block', codecs = [], loss, lostHeader, gapMessage = String, batch } = options;
  const groupings = ['per-block', 'per-call', 'continuing'];
  checkOption('mediaSegments', mediaSegments, groupings.includes(mediaSegments), `one of ${groupings.join(', ')}`);
  checkOption('codecs', codecs, Array.isArray(codecs), PART);
  for (const [name, part] of Object.entries({ loss, lostHeader, gapMessage }))
    checkOption(name, part, part === undefined || typeof part === 'function', PART);
  const limits: Record<keyof typeof LIMITS, number> = { ...LIMITS };
  for (const name of limitNames) {
    const { [name]: given = LIMITS[name] } = options;
    limits[name] = checkedLimit(name, given);
  }
  return { mediaSegments, codecs, loss, lostHeader, gapMessage, batch, ...limits };
}

const PART = 'what its entry point exports';

/** @throws {@link ReassemblerError} `invalid-option`, unless the option is as it may be */
export function checkOption(name: string, given: unknown, isRight: boolean, right: string): void {
  if (!isRight) throw new ReassemblerError('invalid-option', `${name} is ${String(given)}; it is ${right}`, 0);
}

/** A limit, checked. @throws {@link ReassemblerError} `invalid-option` */
export function checkedLimit(name: string, given: number): number {
  checkOption(name, given, Number.isSafeInteger(given) && given > 0, 'a whole number from 1');
  return given;
}
