import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Output } from 'webm-reassembler';
import { syncDirectory, writeWholeFile } from './atomic-file.js';
import { beginFolder } from './begun-folders.js';
import { BatchedWrites } from './batched-writes.js';
import { encodeEntry, type JournalEntry } from './journal/journal-entry.js';
import type { JournalStart } from './journal/journal-start.js';
import { LineLog } from './line-log.js';
import { OrderedWriter } from './ordered-writer.js';
import { RecordFile } from './record-file.js';
import { StillFiles } from './still-files.js';
import type { StillRecord } from './still-record.js';
import { StreamFiles } from './stream-files.js';
import type { StreamRecord } from './stream-record.js';
import type { SyncPolicy } from './sync-policy.js';

/** One chunk as it goes to the disk. */
export interface ChunkToRecord {
  readonly sequence: number;
  readonly receivedAtMs: number;
  /** As it came. */
  readonly octets: Uint8Array;
  /** What it completed. */
  readonly outputs: readonly Output[];
}

/** Chunks that the publisher no longer had when they were asked for. */
export interface LostChunks {
  readonly first: number;
  readonly last: number;
  readonly receivedAtMs: number;
}

export interface RecorderOptions {
  readonly sync: SyncPolicy;
  /** Whether the journal of a stream that has ended is kept. */
  readonly keepsJournal: boolean;
  /** A write has failed and is tried again until it works. Told once for each run of failures. */
  readonly onFailing: (thrown: unknown) => void;
  readonly onRecovered: () => void;
}

/** What an earlier process left in the files of lines that do not follow from the journal: their octets. */
export interface KeptOctets {
  readonly detections: number;
  readonly stills: number;
}

/** How a recording is closed. */
export interface RecordingEnd {
  /** What was still open in the stream. */
  readonly outputs: readonly Output[];
  readonly sequence: number;
  /** Whether the publisher may come back to another process: the journal stays. */
  readonly canGoOn: boolean;
}

/** The raw chunks of a stream that has not ended: with them another process can go on. */
export const JOURNAL_NAME = 'ingest.journal';
/** The same of a stream that has ended, where it is kept. */
const ENDED_JOURNAL_NAME = 'ended.journal';

/** How long a failed write waits for its next try. */
const RETRY_DELAY_MS = 1000;

/**
 * Puts one stream on the disk:
 *
 * ```
 * streams/ID/ingest.journal      the chunks as they came, until the stream has ended
 *            stream.json         what the stream is
 *            recording.webm      playable at every moment, seekable when the stream has ended
 *            recording-2.webm    after a change of codec or tracks
 *            init-segments.bin   the init segments, one behind the other
 *            chunks.ndjson       one line for each chunk: which octets of the above are a file that plays
 *            gaps.ndjson         one line for each gap
 *            detections.ndjson   one line for each analysed frame
 *            frames/             still images, where that is what the publisher sends
 *            frames.ndjson       one line for each of them
 * ```
 *
 * Everything but the detections follows from the journal, so the journal is written first, and what a policy has to
 * say about power failures concerns the journal alone. A write that fails is tried again until it works.
 */
export class StreamRecorder {
  readonly #directory: string;
  readonly #options: RecorderOptions;
  readonly #writer: OrderedWriter;
  readonly #batches: BatchedWrites;
  readonly #journal: RecordFile;
  readonly #files: StreamFiles;
  readonly #stills: StillFiles;
  readonly #detectionFile: RecordFile;
  readonly #detectionLog: LineLog;
  readonly #syncTimer: NodeJS.Timeout | undefined;
  #isUpkeepUnderWay = false;
  #closedRecordings = 0;
  #savedText = '';
  #saving: Promise<void> | undefined;
  #hasFinished = false;

  constructor(directory: string, options: RecorderOptions, journal: RecordFile, kept: KeptOctets) {
    this.#directory = directory;
    this.#options = options;
    this.#journal = journal;
    this.#writer = new OrderedWriter({ retryDelayMs: RETRY_DELAY_MS, ...options });
    const { when, intervalMs } = options.sync;
    this.#batches = new BatchedWrites(this.#writer, async () => {
      if (when === 'every-chunk') await journal.sync();
    });
    this.#files = new StreamFiles(directory);
    const stills = { writer: this.#writer, syncs: when !== 'never', keptOctets: kept.stills };
    this.#stills = new StillFiles(directory, stills);
    this.#detectionFile = new RecordFile(join(directory, 'detections.ndjson'), kept.detections);
    this.#detectionLog = new LineLog(this.#writer, this.#detectionFile);
    if (when === 'interval') this.#syncTimer = setInterval(() => this.#upkeep(() => journal.sync()), intervalMs);
  }

  /**
   * Makes the directory of a new stream, and its journal: from now on another process knows of the stream.
   *
   * @throws the error of the file system, also when the directory is there already
   */
  static async create(directory: string, start: JournalStart, options: RecorderOptions): Promise<StreamRecorder> {
    const octets = encodeEntry({ kind: 'start', start });
    const syncs = options.sync.when !== 'never';
    await beginFolder(directory, async (folder) => writeWholeFile(join(folder, JOURNAL_NAME), octets, syncs), syncs);
    const journal = new RecordFile(join(directory, JOURNAL_NAME), octets.length);
    return new StreamRecorder(directory, options, journal, { detections: 0, stills: 0 });
  }

  /** Octets that were taken and are not in their files yet. The owner takes no more chunks when they grow too many. */
  get waitingOctets(): number {
    return this.#batches.waitingOctets + this.#stills.waitingOctets;
  }

  /** Names of the recording's files so far. */
  get recordings(): readonly string[] {
    return this.#files.recordings;
  }

  /**
   * Records a chunk.
   *
   * @returns resolves when journal and recording hold it, on the disk itself where the policy is `every-chunk`
   * @throws WriterAbandonedError when it was given up before
   */
  async take({ sequence, receivedAtMs, octets, outputs }: ChunkToRecord): Promise<void> {
    await this.#record({ kind: 'chunk', sequence, receivedAtMs, octets }, outputs, sequence);
  }

  /**
   * Keeps a still image.
   *
   * @returns resolves when it is in its file
   * @throws WriterAbandonedError
   */
  async takeStill(record: StillRecord, image: Uint8Array): Promise<void> {
    await this.#stills.add(record, image);
  }

  /** Records that chunks will never come. What is missing shows when the next chunk is read. */
  async takeLost(lost: LostChunks): Promise<void> {
    await this.#record({ kind: 'lost', ...lost }, [], lost.last);
  }

  /**
   * Takes what a chunk completed that the journal holds already: an earlier process wrote it.
   *
   * @returns resolves when the recording holds it
   */
  async retake(outputs: readonly Output[], sequence: number): Promise<void> {
    await this.#batches.add(this.#files.place(outputs, sequence));
    this.#closeCompleteRecordings();
  }

  /** Everything that the journal holds was taken again: what an earlier process wrote behind that is cut off. */
  async retaken(): Promise<void> {
    for (const file of [this.#journal, this.#detectionFile, this.#stills.lines, ...this.#files.all])
      await this.#writer.add(() => file.truncate());
  }

  /** Adds a line to `detections.ndjson`; after the end it comes to nothing. */
  logDetections(line: object): void {
    if (!this.#hasFinished) this.#detectionLog.append(line);
  }

  /**
   * Brings `stream.json` up to date, unless the last time is still under way, and looks whether the files are still
   * there. That `stream.json` is old harms nobody, so chunks do not wait for it.
   */
  saveSoon(record: StreamRecord): void {
    if (this.#hasFinished) return;
    this.#saving ??= this.#save(record, false)
      .catch(() => undefined)
      .finally(() => (this.#saving = undefined));
    this.#upkeep(() => this.#checkPresent());
  }

  /**
   * Makes the recording seekable, closes the files, and leaves `record` behind as the last word on the stream. Waits
   * for a disk that does not write, until {@link abandon}.
   */
  async finish(record: () => StreamRecord, { outputs, sequence, canGoOn }: RecordingEnd): Promise<void> {
    this.#hasFinished = true;
    clearInterval(this.#syncTimer);
    const syncs = this.#options.sync.when !== 'never';
    // Each waits its turn, and `abandon` makes all of them fail; the last one is waited for.
    const add = (job: () => Promise<void>): void => void this.#writer.add(job).catch(() => undefined);
    this.#batches.add([...this.#files.place(outputs, sequence), ...this.#files.end()]).catch(() => undefined);
    for (const file of [...this.#files.all, this.#stills.lines, this.#detectionFile]) add(() => file.close(syncs));
    add(async () => {
      await this.#saving;
      await this.#save(record(), syncs);
    });
    add(() => this.#journal.close(syncs));
    await this.#writer
      .add(async () => {
        if (!canGoOn) await this.#removeJournal();
        if (syncs) await syncDirectory(this.#directory);
      })
      .catch(() => this.#closeAsTheyAre());
  }

  /** Gives up what is not written, which nobody has heard an acknowledgement of. The journal stays. */
  abandon(): void {
    clearInterval(this.#syncTimer);
    this.#writer.abandon();
    // `finish` closes the files by itself.
    if (!this.#hasFinished) void this.#closeAsTheyAre();
    this.#hasFinished = true;
  }

  async #record(entry: JournalEntry, outputs: readonly Output[], sequence: number): Promise<void> {
    const writes = [this.#journal.place(encodeEntry(entry)), ...this.#files.place(outputs, sequence)];
    const written = this.#batches.add(writes);
    this.#closeCompleteRecordings();
    await written;
  }

  /** A publisher that changes its tracks without end must not use up the file handles of the process. */
  #closeCompleteRecordings(): void {
    const complete = this.#files.completeRecordings;
    const syncs = this.#options.sync.when !== 'never';
    for (const file of complete.slice(this.#closedRecordings))
      this.#writer.add(() => file.close(syncs)).catch(() => undefined);
    this.#closedRecordings = complete.length;
  }

  /** Does what need not be done more than once at a time, in its turn. */
  #upkeep(job: () => Promise<void>): void {
    if (this.#isUpkeepUnderWay) return;
    this.#isUpkeepUnderWay = true;
    this.#writer
      .add(job)
      .catch(() => undefined)
      .finally(() => (this.#isUpkeepUnderWay = false));
  }

  async #checkPresent(): Promise<void> {
    await this.#journal.checkPresent().catch(async (thrown: unknown) => {
      // Where one was deleted, others will have been.
      await Promise.allSettled([this.#detectionFile, ...this.#files.all].map((file) => file.checkPresent()));
      throw thrown;
    });
  }

  async #save(record: StreamRecord, syncs: boolean): Promise<void> {
    const text = `${JSON.stringify(record, undefined, 2)}\n`;
    if (text === this.#savedText) return;
    await writeWholeFile(join(this.#directory, 'stream.json'), text, syncs);
    this.#savedText = text;
  }

  async #removeJournal(): Promise<void> {
    if (this.#options.keepsJournal) await rename(this.#journal.path, join(this.#directory, ENDED_JOURNAL_NAME));
    else await rm(this.#journal.path, { force: true });
  }

  async #closeAsTheyAre(): Promise<void> {
    await this.#writer.settled();
    const files = [this.#journal, this.#detectionFile, this.#stills.lines, ...this.#files.all];
    await Promise.allSettled(files.map((file) => file.abandon()));
  }
}
