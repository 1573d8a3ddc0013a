/*
 * What a recording begins with, when it is opened and when it is ended. Everything that is only known at the end stands
 * in one stretch, so that one positioned write completes the file:
 *
 *   [EBML][Segment, size unknown][Void        ][Info [TimestampScale][Void    ] ...][Tracks][Cluster]...
 *   [EBML][Segment, its true size][SeekHead    ][Info [TimestampScale][Duration] ...][Tracks][Cluster]...[Cues]
 *                  ^--------------------- the patch -------------------------^
 */
import { element, masterElement, unsignedElement, UNKNOWN_SIZE_OCTETS } from '../../elements/element-writer.js';
import * as ID from '../../elements/matroska-ids.js';
import { writeVint } from '../../elements/vint.js';
import { concatOctets, writeUnsigned } from '../../octets/numbers.js';
import type { ReadInitSegment } from './read-init-segment.js';

/** Octets of a Seek entry: its header 3, SeekID 7, SeekPosition 11, which is always written in 8 octets. */
const SEEK_OCTETS = 21;
/** SeekHead's header of 5 octets, and entries for Info, Tracks and Cues. */
const SEEK_HEAD_OCTETS = 5 + 3 * SEEK_OCTETS;
/** Duration's ID and size are 3 octets, its value 8. */
const DURATION_OCTETS = 11;

/** What is known of a recording at its end. */
export interface RecordingEnd {
  /** Octets of the file. */
  readonly fileOctets: number;
  /** Offset of Cues in the file; `undefined` where there are none. */
  readonly cuesAt: number | undefined;
  /** In ticks; `undefined` where nothing was recorded. */
  readonly durationTicks: number | undefined;
}

export class RecordingHead {
  readonly octets: Uint8Array;
  /** Offset of the Segment's data in the file: what positions in SeekHead and Cues count from (RFC 9559, section 16). */
  readonly segmentStart: number;
  /** Where the patch goes. */
  readonly patchAt: number;
  readonly #infoAt: number;
  readonly #tracksAt: number;
  readonly #scale: Uint8Array;
  readonly #otherInfo: Uint8Array;

  constructor(init: ReadInitSegment) {
    this.#scale = unsignedElement(ID.TimestampScale, init.info.timestampScaleNs);
    const others = init.info.children.filter(({ id }) => id !== ID.TimestampScale && id !== ID.Duration);
    this.#otherInfo = concatOctets(others.map(({ id, body }) => element(id, body)));
    const info = this.#info(voidElement(DURATION_OCTETS));
    const segmentId = new Uint8Array(4);
    writeUnsigned(segmentId, 0, ID.Segment, 4);
    this.patchAt = init.ebmlHeader.length + segmentId.length;
    this.segmentStart = this.patchAt + UNKNOWN_SIZE_OCTETS.length;
    this.#infoAt = this.segmentStart + SEEK_HEAD_OCTETS;
    this.#tracksAt = this.#infoAt + info.length;
    const unknownSize = Uint8Array.from(UNKNOWN_SIZE_OCTETS);
    const tracks = element(ID.Tracks, init.tracks);
    this.octets = concatOctets([init.ebmlHeader, segmentId, unknownSize, voidElement(SEEK_HEAD_OCTETS), info, tracks]);
  }

  /** What to write at {@link RecordingHead.patchAt} when the recording has ended. */
  patch(end: RecordingEnd): Uint8Array {
    const size = new Uint8Array(UNKNOWN_SIZE_OCTETS.length);
    writeVint(size, 0, end.fileOctets - this.segmentStart, size.length);
    const info = this.#info(
      end.durationTicks === undefined ? voidElement(DURATION_OCTETS) : durationElement(end.durationTicks),
    );
    return concatOctets([size, this.#seekHead(end), info.subarray(0, info.length - this.#otherInfo.length)]);
  }

  #info(duration: Uint8Array): Uint8Array {
    return masterElement(ID.Info, [this.#scale, duration, this.#otherInfo]);
  }

  /** RFC 9559, section 5.1.1: SeekHead stands first in the Segment. */
  #seekHead({ cuesAt }: RecordingEnd): Uint8Array {
    const seek = (id: number, offset: number): Uint8Array => seekElement(id, offset - this.segmentStart);
    const entries = [seek(ID.Info, this.#infoAt), seek(ID.Tracks, this.#tracksAt)];
    if (cuesAt !== undefined) return masterElement(ID.SeekHead, [...entries, seek(ID.Cues, cuesAt)]);
    return concatOctets([masterElement(ID.SeekHead, entries), voidElement(SEEK_OCTETS)]);
  }
}

function seekElement(id: number, position: number): Uint8Array {
  const idOctets = new Uint8Array(4);
  writeUnsigned(idOctets, 0, id, 4);
  const positionOctets = new Uint8Array(8);
  writeUnsigned(positionOctets, 0, position, 8);
  return masterElement(ID.Seek, [element(ID.SeekID, idOctets), element(ID.SeekPosition, positionOctets)]);
}

function durationElement(ticks: number): Uint8Array {
  const body = new Uint8Array(8);
  new DataView(body.buffer).setFloat64(0, ticks);
  return element(ID.Duration, body);
}

/** A Void of `length` octets in all, at most 128 (RFC 8794, section 11.3.2). */
function voidElement(length: number): Uint8Array {
  return element(ID.Void, new Uint8Array(length - 2));
}
