import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { CataloguedStream, CatalogueTotals, FaceTimeline, StreamQuery } from './catalogue-contents.js';
import { faceTimeline, getStream, listStreams, totals } from './catalogue-queries.js';
import { migrate } from './migrations.js';
import { removeDatabase, Sqlite } from './sqlite.js';
import { StreamIndexer } from './stream-indexer.js';

/** Name of the database in the data directory. */
export const CATALOGUE_FILE = 'catalogue.sqlite';

/** What can be asked of a catalogue, and told to it. */
export interface CatalogueOperations {
  /** Indexes what one stream has that was not indexed; forgets it where its folder is gone. */
  index(id: string): void;
  forget(id: string): void;
  streams(query: StreamQuery): readonly CataloguedStream[];
  stream(id: string): CataloguedStream | undefined;
  /** @param steps in how many equal parts the stream is cut */
  faces(id: string, steps: number): FaceTimeline | undefined;
  totals(): CatalogueTotals;
}

/** Told why the catalogue was built anew from the files. */
export type OnRebuild = (reason: string) => void;

/**
 * The catalogue itself: streams, recordings, gaps and detections by time. It is an index of the files in the data
 * directory and holds nothing else, so that a missing, broken or unknown one is built anew from them.
 *
 * Calls are synchronous: it belongs in a worker. One process at a time may have it.
 */
export class CatalogueDatabase implements CatalogueOperations {
  readonly #path: string;
  readonly #root: string;
  readonly #onRebuild: OnRebuild;
  #database: Sqlite;
  #indexer: StreamIndexer;

  /** Opens the catalogue of a data directory and brings it up to date. */
  constructor(dataDirectory: string, onRebuild: OnRebuild) {
    mkdirSync(dataDirectory, { recursive: true });
    this.#path = join(dataDirectory, CATALOGUE_FILE);
    this.#root = join(dataDirectory, 'streams');
    this.#onRebuild = onRebuild;
    this.#database = openOrAnew(this.#path, onRebuild);
    this.#indexer = new StreamIndexer(this.#database, this.#root);
    this.#lasting(() => this.#indexer.indexAll());
  }

  index(id: string): void {
    this.#lasting(() => this.#indexer.index(id));
  }

  forget(id: string): void {
    this.#lasting(() => this.#indexer.forget(id));
  }

  streams(query: StreamQuery): readonly CataloguedStream[] {
    return this.#lasting(() => listStreams(this.#database, query));
  }

  stream(id: string): CataloguedStream | undefined {
    return this.#lasting(() => getStream(this.#database, id));
  }

  faces(id: string, steps: number): FaceTimeline | undefined {
    return this.#lasting(() => faceTimeline(this.#database, id, steps));
  }

  totals(): CatalogueTotals {
    return this.#lasting(() => totals(this.#database));
  }

  close(): void {
    this.#database.close();
  }

  /** Does something; where the database turns out to be broken, once more with one that was built anew. */
  #lasting<Result>(work: () => Result): Result {
    try {
      return work();
    } catch (thrown) {
      if (!isBroken(thrown)) throw thrown;
      this.#database.close();
      this.#database = anew(this.#path, thrown, this.#onRebuild);
      this.#indexer = new StreamIndexer(this.#database, this.#root);
      this.#indexer.indexAll();
      return work();
    }
  }
}

/** Throws the catalogue of a data directory away. Nobody may have it open. */
export function removeCatalogue(dataDirectory: string): void {
  removeDatabase(join(dataDirectory, CATALOGUE_FILE));
}

function openOrAnew(path: string, onRebuild: OnRebuild): Sqlite {
  let database: Sqlite | undefined;
  if (!existsSync(path)) onRebuild('there is none');
  try {
    database = new Sqlite(path);
    migrate(database);
    return database;
  } catch (thrown) {
    database?.close();
    return anew(path, thrown, onRebuild);
  }
}

function anew(path: string, thrown: unknown, onRebuild: OnRebuild): Sqlite {
  onRebuild(thrown instanceof Error ? thrown.message : String(thrown));
  removeDatabase(path);
  const database = new Sqlite(path);
  migrate(database);
  return database;
}

/** SQLITE_CORRUPT and SQLITE_NOTADB; the library gives the words only. A missing table is a schema that is not ours. */
function isBroken(thrown: unknown): boolean {
  return thrown instanceof Error && /malformed|not a database|no such (table|column)|corrupt/i.test(thrown.message);
}
