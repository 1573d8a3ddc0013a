import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Output, StandalonePiece } from 'webm-reassembler';
import { AppendFile } from './append-file.js';
import { writeWholeFile } from './atomic-file.js';
import { chunkFileName, type ChunkRecord } from './chunk-record.js';
import { LineLog } from './line-log.js';
import { OrderedWriter } from './ordered-writer.js';
import { RecordingParts, type RecordingWrite } from './recording-parts.js';
import type { StreamRecord } from './stream-record.js';

/** One chunk as it goes to the disk. */
export interface ChunkToRecord {
  readonly sequence: number;
  /** What the chunk completed. */
  readonly outputs: readonly Output[];
  /** The chunk as playable files: none where it completed no block, more than one where the tracks changed within. */
  readonly pieces: readonly StandalonePiece[];
}

/** What the recorder tells its owner. */
export interface RecorderEvents {
  /** A write has failed and is tried again until it works. Told once for each run of failures. */
  readonly onFailing: (thrown: unknown) => void;
  readonly onRecovered: () => void;
}

/** How long a failed write waits for its next try. */
const RETRY_DELAY_MS = 1000;

/**
 * Puts one stream on the disk:
 *
 * ```
 * streams/ID/stream.json         what the stream is
 *            recording.webm      init segment and media segments as they come: playable at every moment
 *            recording-2.webm    after a change of codec or picture size
 *            chunks/000000.webm  each chunk as a standalone playable file
 *            chunks.ndjson       one line for each of those
 *            detections.ndjson   one line for each analysed frame
 * ```
 *
 * Writes happen in order, one at a time, off the caller's path. A write that fails is tried again until it works.
 */
export class StreamRecorder {
  readonly #directory: string;
  readonly #writer: OrderedWriter;
  readonly #parts: RecordingParts;
  readonly #chunkFile: AppendFile;
  readonly #detectionLog: LineLog;
  readonly #detectionFile: AppendFile;
  #waitingOctets = 0;
  #saving = false;
  #hasFinished = false;

  private constructor(directory: string, events: RecorderEvents) {
    this.#directory = directory;
    this.#writer = new OrderedWriter({ retryDelayMs: RETRY_DELAY_MS, ...events });
    this.#parts = new RecordingParts(directory);
    this.#chunkFile = new AppendFile(join(directory, 'chunks.ndjson'));
    this.#detectionFile = new AppendFile(join(directory, 'detections.ndjson'));
    this.#detectionLog = new LineLog(this.#writer, this.#detectionFile);
  }

  /**
   * Makes the directory of a new stream.
   *
   * @throws the error of the file system, also when the directory is there already
   */
  static async create(directory: string, events: RecorderEvents): Promise<StreamRecorder> {
    await mkdir(directory);
    await mkdir(join(directory, 'chunks'));
    return new StreamRecorder(directory, events);
  }

  /** Octets that were taken and are not in their files yet. The owner takes no more chunks when they grow too many. */
  get waitingOctets(): number {
    return this.#waitingOctets;
  }

  /** Names of the recording's files so far. */
  get recordings(): readonly string[] {
    return this.#parts.parts.map((part) => part.name);
  }

  /**
   * Records a chunk.
   *
   * @returns resolves when the recording and the chunk's own file hold it
   * @throws WriterAbandonedError when {@link finish} gave up before
   */
  async take(chunk: ChunkToRecord): Promise<void> {
    const partsBefore = this.#parts.parts.length;
    const writes = this.#parts.place(chunk.outputs).map((write) => this.#append(write));
    if (partsBefore > 0 && this.#parts.parts.length > partsBefore) this.#closeAllButTheLastPart();
    writes.push(...chunk.pieces.map((piece, index) => this.#storePiece(chunk.sequence, piece, index)));
    // A chunk that completed nothing is recorded when all before it is.
    await Promise.all(writes.length === 0 ? [this.#writer.add(async () => undefined)] : writes);
  }

  /** Adds a line to `detections.ndjson`; after the end it comes to nothing. */
  logDetections(line: object): void {
    if (!this.#hasFinished) this.#detectionLog.append(line);
  }

  /** Brings `stream.json` up to date, unless the last time is still under way. */
  saveSoon(record: StreamRecord): void {
    if (this.#saving) return;
    this.#saving = true;
    this.#save(record)
      // Given up with the rest; `finish` has the last word.
      .catch(() => undefined)
      .finally(() => (this.#saving = false));
  }

  /**
   * Writes what waits, closes the files, and leaves `record` behind as the last word on the stream.
   *
   * @param deadlineMs how long the disk is waited for; what is not written by then was never acknowledged
   */
  async finish(record: StreamRecord, deadlineMs: number): Promise<void> {
    this.#hasFinished = true;
    for (const file of this.#allFiles()) this.#writer.add(() => file.close()).catch(() => undefined);
    const saved = this.#save(record).then(
      () => true,
      () => false,
    );
    const deadline = new AbortController();
    const late = delay(deadlineMs, false, { signal: deadline.signal }).catch(() => false);
    const inTime = await Promise.race([saved, late]);
    deadline.abort();
    if (!inTime) await this.#giveUp();
  }

  async #giveUp(): Promise<void> {
    this.#writer.abandon();
    await this.#writer.settled();
    await Promise.allSettled(this.#allFiles().map((file) => file.close()));
  }

  #save(record: StreamRecord): Promise<void> {
    const text = `${JSON.stringify(record, undefined, 2)}\n`;
    return this.#writer.add(() => writeWholeFile(join(this.#directory, 'stream.json'), text));
  }

  #allFiles(): readonly AppendFile[] {
    return [...this.#parts.parts.map((part) => part.file), this.#chunkFile, this.#detectionFile];
  }

  /** A publisher that resizes without end must not use up the file handles of the process. */
  #closeAllButTheLastPart(): void {
    for (const part of this.#parts.parts.slice(0, -1)) this.#writer.add(() => part.file.close()).catch(() => undefined);
  }

  #append(write: RecordingWrite): Promise<void> {
    return this.#counted(write.octets.length, () => write.part.file.append(write.octets));
  }

  #storePiece(sequence: number, piece: StandalonePiece, index: number): Promise<void> {
    const file = chunkFileName(sequence, index);
    const line = new TextEncoder().encode(`${JSON.stringify(chunkRecord(sequence, file, piece))}\n`);
    return this.#counted(piece.octets.length, async () => {
      await writeWholeFile(join(this.#directory, 'chunks', file), piece.octets);
      // Last, so that a line never names a file that is not there, and a job that is tried again adds it once.
      await this.#chunkFile.append(line);
    });
  }

  async #counted(octets: number, job: () => Promise<void>): Promise<void> {
    this.#waitingOctets += octets;
    try {
      await this.#writer.add(job);
    } finally {
      this.#waitingOctets -= octets;
    }
  }
}

function chunkRecord(sequence: number, file: string, piece: StandalonePiece): ChunkRecord {
  return {
    sequence,
    file,
    octets: piece.octets.length,
    startMs: piece.startMs,
    endMs: piece.endMs,
    leadInBlocks: piece.leadInBlocks,
    leadInMs: piece.leadInMs,
  };
}
