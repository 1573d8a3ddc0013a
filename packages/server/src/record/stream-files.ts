import { join } from 'node:path';
import type { InitSegment, Output } from 'webm-reassembler';
import { gapRecord } from './gap-record.js';
import { PieceIndex } from './piece-index.js';
import { type FileWrite, RecordFile } from './record-file.js';
import { RecordingFiles } from './recording-files.js';

/**
 * What follows from the chunks of a stream, as files: the recording, where in it each chunk lies, and its gaps. All of
 * it is a function of the chunks, so whoever gives it the same chunks again gets the same octets at the same places.
 */
export class StreamFiles {
  readonly #recording: RecordingFiles;
  readonly #pieces = new PieceIndex();
  readonly #inits: RecordFile;
  readonly #chunks: RecordFile;
  readonly #gaps: RecordFile;

  constructor(directory: string) {
    this.#recording = new RecordingFiles(directory);
    this.#inits = new RecordFile(join(directory, 'init-segments.bin'));
    this.#chunks = new RecordFile(join(directory, 'chunks.ndjson'));
    this.#gaps = new RecordFile(join(directory, 'gaps.ndjson'));
  }

  /** Names of the recording's files so far. */
  get recordings(): readonly string[] {
    return this.#recording.names;
  }

  get all(): readonly RecordFile[] {
    return [...this.#recording.files, this.#inits, this.#chunks, this.#gaps];
  }

  /** Files of the recording that nothing more is written to: it goes on in a further one. */
  get completeRecordings(): readonly RecordFile[] {
    return this.#recording.files.slice(0, -1);
  }

  /** What is to be written of what the chunk `sequence` completed. */
  place(outputs: readonly Output[], sequence: number): readonly FileWrite[] {
    const writes = outputs.flatMap((output) => this.#placeOutput(output, sequence));
    return [...writes, ...this.#pieces.take(sequence).map((piece) => placeLine(this.#chunks, piece))];
  }

  /** What makes the recording seekable. */
  end(): readonly FileWrite[] {
    return this.#recording.end();
  }

  #placeOutput(output: Output, sequence: number): readonly FileWrite[] {
    switch (output.kind) {
      case 'init-segment':
        return [this.#beginInit(output, sequence)];
      case 'media-segment': {
        const { writes, place } = this.#recording.add(output);
        if (place !== undefined) this.#pieces.add(output, place);
        return writes;
      }
      case 'gap':
        return [placeLine(this.#gaps, gapRecord(output, sequence))];
      default:
        return output satisfies never;
    }
  }

  #beginInit({ octets }: InitSegment, sequence: number): FileWrite {
    const write = this.#inits.place(octets);
    const initToOctet = write.position + octets.length;
    this.#pieces.begin({ initFromOctet: write.position, initToOctet }, sequence);
    return write;
  }
}

function placeLine(file: RecordFile, line: object): FileWrite {
  return file.place(new TextEncoder().encode(`${JSON.stringify(line)}\n`));
}
