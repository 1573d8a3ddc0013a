import { join } from 'node:path';
import type { InitSegment, MediaSegment, Output } from 'webm-reassembler';
import { AppendFile } from './append-file.js';

/** Octets that belong at the end of one file of the recording. */
export interface RecordingWrite {
  readonly part: RecordingPart;
  readonly octets: Uint8Array;
}

/** One file of a recording: an init segment and what was recorded with it. */
export interface RecordingPart {
  readonly name: string;
  readonly file: AppendFile;
  readonly initSegment: InitSegment;
}

/**
 * Decides which octets go into which file. A recording is one file as long as one init segment describes it; WebM has
 * no way to change codec or picture size mid-file that every player follows, so then the next file begins.
 */
export class RecordingParts {
  readonly #directory: string;
  readonly #parts: RecordingPart[] = [];

  constructor(directory: string) {
    this.#directory = directory;
  }

  get parts(): readonly RecordingPart[] {
    return this.#parts;
  }

  /** @returns what to append where, in order */
  place(outputs: readonly Output[]): readonly RecordingWrite[] {
    return outputs.flatMap((output) => {
      switch (output.kind) {
        case 'init-segment':
          return this.#begin(output);
        case 'media-segment':
          return this.#append(output);
        case 'gap':
          return [];
        default:
          return output satisfies never;
      }
    });
  }

  #begin(initSegment: InitSegment): readonly RecordingWrite[] {
    const current = this.#parts.at(-1);
    if (current !== undefined && sameOctets(current.initSegment.octets, initSegment.octets)) return [];
    const name = this.#parts.length === 0 ? 'recording.webm' : `recording-${this.#parts.length + 1}.webm`;
    const part = { name, file: new AppendFile(join(this.#directory, name)), initSegment };
    this.#parts.push(part);
    return [{ part, octets: initSegment.octets }];
  }

  #append(segment: MediaSegment): readonly RecordingWrite[] {
    const part = this.#parts.at(-1);
    // The library emits an init segment before the first media segment; without one there is no file to put it in.
    return part === undefined ? [] : [{ part, octets: segment.octets }];
  }
}

function sameOctets(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((octet, index) => octet === other[index]);
}
