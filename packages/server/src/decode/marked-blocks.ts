/**
 * What ffmpeg is fed in place of a media segment: each video Block in a Cluster of its own, its time doubled, and one more
 * where its picture is wanted. ffmpeg decodes them all and keeps the odd ones ({@link SELECT_WANTED}), so which pictures are
 * scaled and written to the pipe is decided Block by Block, as late as there is a choice, and without a restart.
 *
 * ```
 * Block at 33 ms, not wanted  ->  Cluster( Timestamp 2 * (33 + ORIGIN_MS),     SimpleBlock(0, payload) )
 * Block at 66 ms, wanted      ->  Cluster( Timestamp 2 * (66 + ORIGIN_MS) + 1, SimpleBlock(0, payload) )
 *                                   ->  picture at 2 * (66 + ORIGIN_MS) + 1  ->  66 ms
 * ```
 */
import type { Block, InitSegment } from 'webm-reassembler';

/** The filter that keeps the pictures that are wanted. `pts` is what is written here, and nothing between changes it. */
export const SELECT_WANTED = "select='mod(pts,2)'";

/** Added to every time, in ms: a Timestamp is unsigned, and a damaged stream may begin a Block's reach before 0. */
const ORIGIN_MS = 0x10000;

const CLUSTER_ID = [0x1f, 0x43, 0xb6, 0x75] as const;
const TIMESTAMP_ID = 0xe7;
const SIMPLE_BLOCK_ID = 0xa3;
const KEYFRAME_FLAG = 0x80;
/** Every number has as many octets as it can have, so that all heads are of one length. */
const WIDTH = 8;
const TIMESTAMP_OCTETS = 2 + WIDTH;
/** Track number, relative time, flags. */
const BLOCK_HEAD = WIDTH + 3;
const HEAD_OCTETS = CLUSTER_ID.length + WIDTH + TIMESTAMP_OCTETS + 1 + WIDTH + BLOCK_HEAD;

/** The Blocks of one track, written for ffmpeg, and their times, read from what comes out. */
export class MarkedBlocks {
  readonly #trackNumber: number;
  readonly #tickNs: number;
  readonly #isWanted: (timestampMs: number) => boolean;
  /** Exact times of pictures that are wanted and have not come out, which may lie between milliseconds. */
  readonly #awaited: { readonly mark: number; readonly timestampMs: number }[] = [];

  /** @param isWanted asked once for each Block, in their order */
  private constructor(trackNumber: number, tickNs: number, isWanted: (timestampMs: number) => boolean) {
    this.#trackNumber = trackNumber;
    this.#tickNs = tickNs;
    this.#isWanted = isWanted;
  }

  /** For the first video track of an init segment, as ffmpeg takes the first; `undefined` where there is none. */
  static behind(
    { tracks, timestampScaleNs }: Pick<InitSegment, 'tracks' | 'timestampScaleNs'>,
    isWanted: (timestampMs: number) => boolean,
  ): MarkedBlocks | undefined {
    const track = tracks.find(({ type }) => type === 'video');
    return track && new MarkedBlocks(track.number, timestampScaleNs, isWanted);
  }

  /** A Cluster for each coded frame of the track. */
  write(blocks: readonly Block[]): readonly Uint8Array[] {
    return blocks.filter(({ track }) => track.number === this.#trackNumber).flatMap((block) => this.#clusters(block));
  }

  /** The time of a picture, in ms, by the time that ffmpeg gives it, who takes the marks for ticks of the init segment. */
  timestampMs(markedMs: number): number {
    const mark = Math.round((markedMs * 1e6) / this.#tickNs);
    while ((this.#awaited[0]?.mark ?? mark) < mark) this.#awaited.shift();
    const [next] = this.#awaited;
    return next?.mark === mark ? next.timestampMs : (mark - 1) / 2 - ORIGIN_MS;
  }

  #clusters({ timestampMs, keyframe, frames }: Block): readonly Uint8Array[] {
    const isWanted = this.#isWanted(timestampMs);
    const mark = 2 * (Math.round(timestampMs) + ORIGIN_MS) + (isWanted ? 1 : 0);
    if (isWanted) this.#awaited.push({ mark, timestampMs });
    return frames.map((frame) => cluster(mark, this.#trackNumber, keyframe, frame));
  }
}

function cluster(ticks: number, trackNumber: number, keyframe: boolean, frame: Uint8Array): Uint8Array {
  const octets = new Uint8Array(HEAD_OCTETS + frame.length);
  const view = new DataView(octets.buffer);
  const blockOctets = BLOCK_HEAD + frame.length;
  octets.set(CLUSTER_ID);
  writeVint(view, 4, TIMESTAMP_OCTETS + 1 + WIDTH + blockOctets);
  octets.set([TIMESTAMP_ID, 0x80 | WIDTH], 12);
  view.setBigUint64(14, BigInt(ticks));
  octets[22] = SIMPLE_BLOCK_ID;
  writeVint(view, 23, blockOctets);
  writeVint(view, 31, trackNumber);
  octets[41] = keyframe ? KEYFRAME_FLAG : 0;
  octets.set(frame, HEAD_OCTETS);
  return octets;
}

/** A VINT of eight octets. */
function writeVint(view: DataView, at: number, value: number): void {
  view.setBigUint64(at, (1n << 56n) | BigInt(value));
}
