import { rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate, MIGRATIONS, SchemaTooNewError } from './migrations.js';
import { Sqlite } from './sqlite.js';

const directory = await mkdtemp(join(tmpdir(), 'migrations-'));
const path = join(directory, 'catalogue.sqlite');
let database: Sqlite;

beforeEach(() => {
  rmSync(path, { force: true });
  database = new Sqlite(path);
});

afterEach(() => database.close());

afterAll(async () => rm(directory, { recursive: true }));

/** The schema as SQLite keeps it, version included. */
function schema(): unknown {
  return [
    database.row('PRAGMA user_version'),
    database.rows('SELECT type, name, sql FROM sqlite_master ORDER BY name'),
  ];
}

test.each(MIGRATIONS.map((_, version) => version))('from version %i it becomes the newest', (version) => {
  migrate(database);
  const newest = schema();
  database.close();
  rmSync(path);
  database = new Sqlite(path);
  migrate(database, MIGRATIONS.slice(0, version));
  migrate(database);
  expect(schema()).toEqual(newest);
});

test('what the first version held is still there in the newest', () => {
  migrate(database, MIGRATIONS.slice(0, 1));
  database.run("INSERT INTO detections VALUES ('kept', 100, 2, 0.9)");
  migrate(database);
  expect(database.rows('SELECT * FROM detections')).toEqual([
    { stream: 'kept', timestamp_ms: 100, faces: 2, best_score: 0.9 },
  ]);
});

test('a step that fails leaves the version before it', () => {
  const steps = [...MIGRATIONS, 'CREATE TABLE half_done (a); CREATE TABLE streams (a);'];
  expect(() => migrate(database, steps)).toThrow('already exists');
  expect(database.row('PRAGMA user_version')).toEqual({ user_version: MIGRATIONS.length });
  expect(database.rows("SELECT name FROM sqlite_master WHERE name = 'half_done'")).toEqual([]);
});

test('one that is newer than the program is not touched', () => {
  database.execute('PRAGMA user_version = 99');
  expect(() => migrate(database)).toThrow(SchemaTooNewError);
});
