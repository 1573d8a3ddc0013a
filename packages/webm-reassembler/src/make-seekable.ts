import { GrowingOctets } from './octets/growing-octets.js';
import type { ReassemblerOptions } from './reassembler.js';
import { Reassembler } from './reassembler.js';
import type { Gap, Output } from './segments/outputs.js';
import { RecordingWriter } from './segments/recording/recording-writer.js';
import type { RecordingWrite } from './segments/recording/recording-write.js';

/** Octets that are read at once, so that what is made on the way stays small. */
const PIECE_OCTETS = 1 << 20;

/** A file that plays and can be seeked: with its Duration, Cues and SeekHead. */
export interface SeekablePart {
  readonly octets: Uint8Array<ArrayBuffer>;
  /** Type with `codecs`, for a Blob. */
  readonly mimeType: string;
  /** When the last block ends, in ms. */
  readonly durationMs: number;
  /** Places that a player can seek to. */
  readonly cuePoints: number;
}

/** What {@link makeSeekable} made of a recording. */
export interface SeekableRecording {
  /** Usually one. None where nothing could be read; more where the codec or the tracks changed, since a file has one header. */
  readonly parts: readonly SeekablePart[];
  /** What could not be saved; empty where the recording is whole. */
  readonly gaps: readonly Gap[];
}

/**
 * Makes a finished recording seekable: what a browser's MediaRecorder wrote has no Duration and no Cues, so players show
 * no length and cannot jump. Damage is repaired as far as it can be; only blocks are kept, Tags and Attachments are not.
 *
 * It holds the recording and its copy in memory. For files use `repairRecording` of `webm-reassembler/files`, and while
 * recording a {@link RecordingWriter}, which hold next to nothing.
 *
 * @param recording - all of it, or its chunks in order, cut anywhere
 * @throws {@link ReassemblerError} `invalid-option`, `invalid-chunk`
 *
 * @example
 * ```ts
 * const { parts } = makeSeekable(new Uint8Array(await blob.arrayBuffer()));
 * const seekable = parts.map((part) => new Blob([part.octets], { type: part.mimeType }));
 * ```
 */
export function makeSeekable(
  recording: Uint8Array | Iterable<Uint8Array>,
  options: ReassemblerOptions = {},
): SeekableRecording {
  const reassembler = new Reassembler({ mediaSegments: 'per-call', ...options });
  const writer = new RecordingWriter({ clusters: 'full' });
  const files = new PartsInMemory(recording instanceof Uint8Array ? recording.length : 0);
  const gaps: Gap[] = [];
  const take = (outputs: readonly Output[]): void => {
    for (const output of outputs) if (output.kind === 'gap') gaps.push(output);
    files.apply(writer.add(outputs));
  };
  for (const piece of recording instanceof Uint8Array ? inPieces(recording) : recording) take(reassembler.feed(piece));
  take(reassembler.end());
  files.apply(writer.end());
  return { parts: files.parts, gaps };
}

function* inPieces(octets: Uint8Array): Iterable<Uint8Array> {
  for (let at = 0; at < octets.length; at += PIECE_OCTETS) yield octets.subarray(at, at + PIECE_OCTETS);
}

/** Does the writes of a recording in memory. */
class PartsInMemory {
  readonly parts: SeekablePart[] = [];
  readonly #file = new GrowingOctets();
  readonly #expectedOctets: number;
  #mimeType = '';

  constructor(expectedOctets: number) {
    this.#expectedOctets = expectedOctets;
  }

  apply(writes: readonly RecordingWrite[]): void {
    for (const write of writes) this.#applyOne(write);
  }

  #applyOne(write: RecordingWrite): void {
    switch (write.kind) {
      case 'begin':
        this.#mimeType = write.initSegment.mimeType;
        if (write.part === 0) this.#file.reserve(this.#expectedOctets);
        break;
      case 'append':
        for (const piece of write.pieces) this.#file.append(piece);
        break;
      case 'patch':
        this.#file.overwrite(write.position, write.octets);
        break;
      case 'finish':
        this.parts.push({
          octets: this.#file.take(),
          mimeType: this.#mimeType,
          durationMs: write.durationMs,
          cuePoints: write.cuePoints,
        });
        break;
      default:
        write satisfies never;
    }
  }
}
