import { mkdir, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf, ServerError } from '../errors.js';
import { type ChunkRecord, readChunkRecords } from './chunk-record.js';
import { type RecorderEvents, StreamRecorder } from './stream-recorder.js';
import { readStreamRecord, type StreamRecord } from './stream-record.js';

/** What was found on disk that could not be read as a stream. */
export type OnUnreadable = (directory: string, reason: string) => void;

/** The streams under a data directory. Paths are built from checked IDs only. */
export class StreamStore {
  readonly #root: string;
  readonly #ended: Map<string, StreamRecord>;

  private constructor(root: string, ended: Map<string, StreamRecord>) {
    this.#root = root;
    this.#ended = ended;
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
      return new StreamStore(root, await readRecords(root, onUnreadable));
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

  /** Where a stream's files are. */
  directoryOf(id: string): string {
    return join(this.#root, id);
  }

  /** Starts the recording of a new stream. */
  async record(id: string, events: RecorderEvents): Promise<StreamRecorder> {
    return StreamRecorder.create(this.directoryOf(id), events);
  }

  /** The chunks of a stream that are stored as files, in order. */
  async chunks(id: string): Promise<readonly ChunkRecord[]> {
    const text = await textOrNothing(join(this.directoryOf(id), 'chunks.ndjson'));
    return text === undefined ? [] : readChunkRecords(text);
  }

  /** Length of one of a stream's files; `undefined` where it is not there. */
  async fileOctets(id: string, name: string): Promise<number | undefined> {
    return stat(join(this.directoryOf(id), name)).then(
      (found) => found.size,
      () => undefined,
    );
  }
}

async function readRecords(root: string, onUnreadable: OnUnreadable): Promise<Map<string, StreamRecord>> {
  const records = new Map<string, StreamRecord>();
  for (const entry of await readdir(root, { withFileTypes: true })) {
    if (!entry.isDirectory()) continue;
    const directory = join(root, entry.name);
    const text = await textOrNothing(join(directory, 'stream.json'));
    const read =
      text === undefined ? ({ kind: 'malformed', reason: 'no stream.json' } as const) : readStreamRecord(text);
    if (read.kind === 'malformed') onUnreadable(directory, read.reason);
    else if (read.record.id !== entry.name) onUnreadable(directory, `its stream.json is of stream ${read.record.id}`);
    else records.set(read.record.id, read.record);
  }
  return records;
}

async function textOrNothing(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch(() => undefined);
}
