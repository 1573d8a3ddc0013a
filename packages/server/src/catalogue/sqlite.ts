/**
 * The only file that knows `node-sqlite3-wasm`: SQLite as WebAssembly, which needs no compiler where it is installed.
 *
 * It locks a database by a directory beside it, which a process that was killed leaves behind. Whoever opens a database
 * here holds the lock of the data directory, so such a leftover is nobody's.
 */
import { rmSync } from 'node:fs';
import sqlite from 'node-sqlite3-wasm';

/** What a column can hold. */
export type ColumnValue = number | string | null;

/** A row: what the columns hold, by their names. */
export type Row = Readonly<Record<string, ColumnValue>>;

/** One open database. Calls are synchronous: it belongs in a worker. */
export class Sqlite {
  readonly #database: InstanceType<typeof sqlite.Database>;
  readonly #path: string;

  /** @throws Error when the file is no database, or cannot be written */
  constructor(path: string) {
    rmSync(lockOf(path), { recursive: true, force: true });
    this.#path = path;
    this.#database = new sqlite.Database(path);
    try {
      // What a power failure takes from an index is indexed again. `page_count` reads the file: it tells a wrong one.
      for (const pragma of [
        'locking_mode = EXCLUSIVE',
        'journal_mode = TRUNCATE',
        'synchronous = NORMAL',
        'page_count',
      ])
        this.#database.get(`PRAGMA ${pragma}`);
    } catch (thrown) {
      this.close();
      throw thrown;
    }
  }

  /** Runs statements that have no parameters. */
  execute(sql: string): void {
    this.#database.exec(sql);
  }

  run(sql: string, values: readonly ColumnValue[] = []): void {
    this.#database.run(sql, [...values]);
  }

  /** Runs one statement for each row of values, prepared once. */
  runForEach(sql: string, rows: readonly (readonly ColumnValue[])[]): void {
    if (rows.length === 0) return;
    const statement = this.#database.prepare(sql);
    try {
      for (const values of rows) statement.run([...values]);
    } finally {
      statement.finalize();
    }
  }

  rows(sql: string, values: readonly ColumnValue[] = []): readonly Row[] {
    return asRows(this.#database.all(sql, [...values]));
  }

  row(sql: string, values: readonly ColumnValue[] = []): Row | undefined {
    return this.rows(sql, values)[0];
  }

  /** All of it or nothing. */
  transaction<Result>(work: () => Result): Result {
    this.#database.exec('BEGIN');
    try {
      const result = work();
      this.#database.exec('COMMIT');
      return result;
    } catch (thrown) {
      // A full disk may have ended it already.
      if (this.#database.inTransaction) this.#database.exec('ROLLBACK');
      throw thrown;
    }
  }

  close(): void {
    this.#database.close();
    rmSync(lockOf(this.#path), { recursive: true, force: true });
  }
}

/** Removes a database with everything that belongs to it. */
export function removeDatabase(path: string): void {
  for (const file of [path, `${path}-journal`, lockOf(path)]) rmSync(file, { recursive: true, force: true });
}

function lockOf(path: string): string {
  return `${path}.lock`;
}

/** Boundary: no column of ours holds a blob or an integer past 2^53. */
function asRows(rows: readonly object[]): readonly Row[] {
  return rows as readonly Row[];
}
