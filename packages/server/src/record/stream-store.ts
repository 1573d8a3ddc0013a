import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { messageOf, ServerError } from '../errors.js';
import { isStreamId } from '../stream-id.js';
import { forgetBegun } from './begun-folders.js';
import { type ChunkRecord, readChunkRecords } from './chunk-record.js';
import type { JournalStart } from './journal/journal-start.js';
import { KeptStream } from './kept-stream.js';
import { PieceFile } from './piece-file.js';
import { readKeptStills, STILLS_FOLDER } from './still-files.js';
import type { StillRecord } from './still-record.js';
import { finishRemovals, removeFolder } from './removed-folders.js';
import { JOURNAL_NAME, type RecorderOptions, StreamRecorder } from './stream-recorder.js';
import { readStreamRecord, type StreamRecord } from './stream-record.js';

/** What was found on disk that could not be read as a stream. */
export type OnUnreadable = (directory: string, reason: string) => void;

/** The streams under a data directory. Paths are built from checked IDs only. */
export class StreamStore {
  readonly #root: string;
  readonly #ended: Map<string, StreamRecord>;
  /** IDs of the streams that an earlier process did not end. */
  readonly unfinished: readonly string[];
  /** Where in its directory the still images of a stream are. */
  readonly stillsFolder = STILLS_FOLDER;

  private constructor(root: string, { records, unfinished }: FoundStreams) {
    this.#root = root;
    this.#ended = records;
    this.unfinished = unfinished;
  }

  /**
   * Makes the data directory where it is missing and reads what earlier runs left in it.
   *
   * @throws ServerError `data-directory` when it cannot be made or read
   */
  static async open(dataDirectory: string, onUnreadable: OnUnreadable): Promise<StreamStore> {
    const root = join(dataDirectory, 'streams');
    try {
      await mkdir(root, { recursive: true });
      await finishRemovals(dataDirectory);
      await forgetBegun(dataDirectory);
      return new StreamStore(root, await findStreams(root, onUnreadable));
    } catch (thrown) {
      throw new ServerError('data-directory', `the data directory cannot be used: ${messageOf(thrown)}`, {
        cause: thrown,
      });
    }
  }

  /** Records of the streams that are not live. */
  list(): readonly StreamRecord[] {
    return [...this.#ended.values()];
  }

  get(id: string): StreamRecord | undefined {
    return this.#ended.get(id);
  }

  /** Keeps the record of a stream that has just ended. */
  addEnded(record: StreamRecord): void {
    this.#ended.set(record.id, record);
  }

  /**
   * Deletes a stream that is not live, with all its files.
   *
   * @returns whether there was one
   */
  async remove(id: string): Promise<boolean> {
    if (!this.#ended.has(id)) return false;
    await removeFolder(dirname(this.#root), this.directoryOf(id));
    this.#ended.delete(id);
    return true;
  }

  /** Where a stream's files are. */
  directoryOf(id: string): string {
    return join(this.#root, id);
  }

  /** Starts the recording of a new stream. */
  async record(start: JournalStart, options: RecorderOptions): Promise<StreamRecorder> {
    return StreamRecorder.create(this.directoryOf(start.id), start, options);
  }

  /** Goes on with the recording of a stream that an earlier process did not end. */
  async reopen(id: string, options: RecorderOptions): Promise<KeptStream> {
    return KeptStream.open(this.directoryOf(id), options);
  }

  /** The chunks of a stream that can be had as files, in order. */
  async chunks(id: string): Promise<readonly ChunkRecord[]> {
    const text = await textOrNothing(join(this.directoryOf(id), 'chunks.ndjson'));
    return text === undefined ? [] : readChunkRecords(text);
  }

  /** A chunk of a stream as a file; `undefined` where there is none of that name. */
  async piece(id: string, file: string): Promise<PieceFile | undefined> {
    const text = (await textOrNothing(join(this.directoryOf(id), 'chunks.ndjson'))) ?? '';
    // Hours of a stream have tens of thousands of lines: only the one that is meant is read.
    const place = text.indexOf(`"file":"${file}"`);
    const start = text.lastIndexOf('\n', place) + 1;
    const [record] = place < 0 ? [] : readChunkRecords(text.slice(start, text.indexOf('\n', place)));
    return record === undefined ? undefined : new PieceFile(this.directoryOf(id), record);
  }

  /** The still images of a stream, in order. */
  async stills(id: string): Promise<readonly StillRecord[]> {
    return (await readKeptStills(this.directoryOf(id))).records;
  }

  /** Length of one of a stream's files; `undefined` where it is not there. */
  async fileOctets(id: string, name: string): Promise<number | undefined> {
    return stat(join(this.directoryOf(id), name)).then(
      (found) => found.size,
      () => undefined,
    );
  }
}

interface FoundStreams {
  readonly records: Map<string, StreamRecord>;
  readonly unfinished: readonly string[];
}

async function findStreams(root: string, onUnreadable: OnUnreadable): Promise<FoundStreams> {
  const records = new Map<string, StreamRecord>();
  const unfinished: string[] = [];
  for (const entry of await readdir(root, { withFileTypes: true })) {
    if (!entry.isDirectory()) continue;
    const directory = join(root, entry.name);
    const hasJournal = isStreamId(entry.name) && existsSync(join(directory, JOURNAL_NAME));
    if (hasJournal) unfinished.push(entry.name);
    const text = await textOrNothing(join(directory, 'stream.json'));
    const read =
      text === undefined ? ({ kind: 'malformed', reason: 'no stream.json' } as const) : readStreamRecord(text);
    if (read.kind === 'record' && read.record.id === entry.name) records.set(read.record.id, read.record);
    // The journal of a stream knows as much as the rest of its files together.
    else if (!hasJournal)
      onUnreadable(
        directory,
        read.kind === 'malformed' ? read.reason : `its stream.json is of stream ${read.record.id}`,
      );
  }
  return { records, unfinished };
}

async function textOrNothing(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch(() => undefined);
}
