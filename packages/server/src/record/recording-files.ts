import { join } from 'node:path';
import type { MediaSegment } from 'webm-reassembler';
import { type RecordingWrite, RecordingWriter } from 'webm-reassembler/recording';
import { type FileWrite, RecordFile } from './record-file.js';

/** Where a media segment has come to lie. */
export interface SegmentPlace {
  /** Name of the recording's file. */
  readonly recording: string;
  readonly fromOctet: number;
  readonly toOctet: number;
}

/** What is to be written for a media segment, and where it will lie; no place where the recording leaves it out. */
export interface PlacedSegment {
  readonly writes: readonly FileWrite[];
  readonly place: SegmentPlace | undefined;
}

/**
 * The recording as files. It is one file as long as the codec and the tracks stay what they are: WebM has no way to
 * change those mid-file that every player follows, so then the next file begins.
 */
export class RecordingFiles {
  readonly #directory: string;
  readonly #writer = new RecordingWriter();
  readonly #files: RecordFile[] = [];
  readonly #names: string[] = [];

  constructor(directory: string) {
    this.#directory = directory;
  }

  get names(): readonly string[] {
    return this.#names;
  }

  get files(): readonly RecordFile[] {
    return this.#files;
  }

  add(segment: MediaSegment): PlacedSegment {
    const placed = this.#writer.add([segment]).flatMap((write) => this.#place(write));
    const own = placed.at(-1);
    const recording = this.#names.at(-1);
    if (own === undefined || recording === undefined) return { writes: placed, place: undefined };
    const toOctet = own.position + own.octets.length;
    return { writes: placed, place: { recording, fromOctet: own.position, toOctet } };
  }

  /** What makes the recording seekable: Cues behind it, and its length and their place at its beginning. */
  end(): readonly FileWrite[] {
    return this.#writer.end().flatMap((write) => this.#place(write));
  }

  #place(write: RecordingWrite): readonly FileWrite[] {
    switch (write.kind) {
      case 'begin': {
        const name = write.part === 0 ? 'recording.webm' : `recording-${write.part + 1}.webm`;
        this.#names.push(name);
        this.#files.push(new RecordFile(join(this.#directory, name)));
        return [];
      }
      case 'append':
      case 'patch': {
        const file = this.#files[write.part];
        return file === undefined ? [] : [file.placeAt(write.position, write.octets)];
      }
      case 'finish':
        return [];
      default:
        return write satisfies never;
    }
  }
}
