import { rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { detectionLine, KeptStreams } from '../../test/support/kept-streams.js';
import { CATALOGUE_FILE, CatalogueDatabase } from './catalogue-database.js';
import { Sqlite } from './sqlite.js';

let kept: KeptStreams;
const open: CatalogueDatabase[] = [];
const rebuilds: string[] = [];

function openCatalogue(): CatalogueDatabase {
  const catalogue = new CatalogueDatabase(kept.dataDirectory, (reason) => rebuilds.push(reason));
  open.push(catalogue);
  return catalogue;
}

function databasePath(): string {
  return join(kept.dataDirectory, CATALOGUE_FILE);
}

/** Everything that can be asked, to be compared. */
function everythingIn(catalogue: CatalogueDatabase): unknown {
  const streams = catalogue.streams({ limit: 100 });
  return { totals: catalogue.totals(), streams, faces: streams.map(({ id }) => catalogue.faces(id, 7)) };
}

beforeEach(async () => {
  kept = await KeptStreams.make();
  rebuilds.length = 0;
});

afterEach(async () => {
  for (const catalogue of open.splice(0)) catalogue.close();
  await rm(kept.dataDirectory, { recursive: true });
});

describe('a catalogue', () => {
  test('says of each stream when it was, how long and large its files are, and what was seen', async () => {
    const gaps = [{ code: 'missing-chunk', startMs: 900, endMs: 1000 }];
    await kept.add('two-parts', { recordings: ['recording.webm', 'recording-2.webm'], faces: [0, 1, 2, 0], gaps });
    const [stream] = openCatalogue().streams({ limit: 10 });
    expect(stream).toMatchObject({
      id: 'two-parts',
      startedAtMs: Date.parse('2026-01-01T10:00:00.000Z'),
      endedAtMs: Date.parse('2026-01-01T10:00:02.000Z'),
      videoCodec: 'vp8',
      parts: [
        { file: 'recording.webm', octets: 1000, startMs: 0, endMs: 1900 },
        { file: 'recording-2.webm', octets: 1000, startMs: 2000, endMs: 3900 },
      ],
      framesAnalysed: 4,
      framesWithFaces: 2,
      mostFaces: 2,
      gaps: 1,
    });
    expect(stream?.octets).toBeGreaterThan(2000);
  });

  test('says when faces were seen, step by step, and where nothing was looked at', async () => {
    await kept.add('seen', {
      faces: [0, 0, 0, 0, 0, 1, 3, 1],
      gaps: [{ code: 'truncated', startMs: 1900, endMs: null }],
    });
    expect(openCatalogue().faces('seen', 4)).toEqual({
      startMs: 0,
      endMs: 1900,
      stepMs: 475,
      faces: [0, 3, null, null],
      gaps: [{ code: 'truncated', startMs: 1900, endMs: null }],
    });
    expect(openCatalogue().faces('nobody', 4)).toBeUndefined();
  });

  test('lists the newest first, page by page, and those in which a face was seen at some time of the day', async () => {
    await kept.add('early', { startedAt: '2026-01-01T10:00:00.000Z', faces: [1] });
    await kept.add('late', { startedAt: '2026-01-01T12:00:00.000Z', faces: [0, 0, 1] });
    await kept.add('later', { startedAt: '2026-01-01T13:00:00.000Z', faces: [0] });
    const catalogue = openCatalogue();
    const listed = (query: Parameters<CatalogueDatabase['streams']>[0]): readonly string[] =>
      catalogue.streams(query).map(({ id }) => id);
    expect(listed({ limit: 2 })).toEqual(['later', 'late']);
    expect(listed({ limit: 2, startedBeforeMs: Date.parse('2026-01-01T12:00:00.000Z') })).toEqual(['early']);
    const faces = { fromMs: Date.parse('2026-01-01T11:00:00.000Z'), toMs: Date.parse('2026-01-01T14:00:00.000Z') };
    expect(listed({ limit: 10, faces })).toEqual(['late']);
  });

  test('follows a live stream: only what is new is read, and half a line waits for its other half', async () => {
    await kept.add('live', { endedAt: null, faces: [1, 1] });
    const catalogue = openCatalogue();
    const line = JSON.stringify(detectionLine(200, 3));
    await writeFile(kept.pathOf('live', 'detections.ndjson'), line.slice(0, 20), { flag: 'a' });
    catalogue.index('live');
    expect(catalogue.stream('live')).toMatchObject({ framesAnalysed: 2, mostFaces: 1, endedAtMs: null });
    await writeFile(kept.pathOf('live', 'detections.ndjson'), `${line.slice(20)}\n`, { flag: 'a' });
    catalogue.index('live');
    expect(catalogue.stream('live')).toMatchObject({ framesAnalysed: 3, mostFaces: 3 });
  });

  test('knows where a file begins whose first chunks came before stream.json named it', async () => {
    await kept.add('live', { endedAt: null, recordings: ['recording.webm', 'recording-2.webm'] });
    await kept.writeStreamJson('live', { endedAt: null, recordings: [] });
    const catalogue = openCatalogue();
    await kept.writeStreamJson('live', { recordings: ['recording.webm', 'recording-2.webm'] });
    catalogue.index('live');
    expect(catalogue.stream('live')?.parts).toMatchObject([
      { file: 'recording.webm', octets: 1000, startMs: 0, endMs: 1900 },
      { file: 'recording-2.webm', octets: 1000, startMs: 2000, endMs: 3900 },
    ]);
  });

  test('that followed streams holds what one built anew holds', async () => {
    await kept.add('first', { faces: [1, 0, 2] });
    const followed = openCatalogue();
    for (let second = 0; second < 3; second += 1) {
      await kept.add('second', { endedAt: null, faces: [second, 1] });
      followed.index('second');
    }
    await kept.writeStreamJson('second', {});
    followed.index('second');
    const before = everythingIn(followed);
    open.pop();
    followed.close();
    await rm(databasePath());
    expect(everythingIn(openCatalogue())).toEqual(before);
  });

  test('reads a log anew that has become shorter: the end of it was cut off when the server came back', async () => {
    await kept.add('cut', { endedAt: null, faces: [1, 1, 1, 1] });
    const catalogue = openCatalogue();
    await truncate(kept.pathOf('cut', 'detections.ndjson'), 0);
    await kept.addLines('cut', 'detections.ndjson', [detectionLine(0, 2)]);
    catalogue.index('cut');
    expect(catalogue.stream('cut')).toMatchObject({ framesAnalysed: 1, mostFaces: 2, parts: [{ endMs: 1900 }] });
    expect(catalogue.totals()).toEqual({ streams: 1, recordings: 1, detections: 1, gaps: 0 });
  });

  test('forgets a stream whose folder is gone, at once when told and otherwise at the next start', async () => {
    await kept.add('told', { faces: [1] });
    await kept.add('not-told', { faces: [1] });
    const catalogue = openCatalogue();
    await rm(kept.pathOf('told'), { recursive: true });
    await rm(kept.pathOf('not-told'), { recursive: true });
    catalogue.forget('told');
    expect(catalogue.streams({ limit: 10 }).map(({ id }) => id)).toEqual(['not-told']);
    open.pop();
    catalogue.close();
    expect(openCatalogue().totals()).toEqual({ streams: 0, recordings: 0, detections: 0, gaps: 0 });
  });

  test('leaves out lines and folders that are not what they should be', async () => {
    await kept.add('odd', { faces: [1] });
    await writeFile(kept.pathOf('odd', 'detections.ndjson'), '{"timestampMs":"soon"}\nnot JSON\n[]\n', { flag: 'a' });
    await kept.add('other-name');
    await kept.add('no-json');
    await rm(kept.pathOf('no-json', 'stream.json'));
    await writeFile(kept.pathOf('other-name', 'stream.json'), '{"id":"somebody-else"}');
    expect(openCatalogue().totals()).toEqual({ streams: 1, recordings: 1, detections: 1, gaps: 0 });
  });
});

describe('a catalogue is built anew from the files, and says why,', () => {
  const anything = { faces: [1, 2] };

  test('when there is none', async () => {
    await kept.add('kept', anything);
    expect(openCatalogue().totals().detections).toBe(2);
    expect(rebuilds).toEqual(['there is none']);
  });

  test('when the file is no database', async () => {
    await kept.add('kept', anything);
    await writeFile(databasePath(), 'no database at all '.repeat(500));
    expect(openCatalogue().totals().detections).toBe(2);
    expect(rebuilds).toEqual(['file is not a database']);
  });

  test('when a later version of the program made it', async () => {
    await kept.add('kept', anything);
    const later = new Sqlite(databasePath());
    later.execute('PRAGMA user_version = 999');
    later.close();
    expect(openCatalogue().totals().detections).toBe(2);
    expect(rebuilds).toEqual(['the catalogue has version 999, this program knows 2']);
  });

  test('when parts of it were overwritten', async () => {
    await kept.add('kept', { faces: Array.from({ length: 3000 }, () => 1) });
    openCatalogue().close();
    open.pop();
    await writeFile(databasePath(), new Uint8Array(16_384).fill(0x5a), { flag: 'r+' });
    expect(openCatalogue().totals().detections).toBe(3000);
    expect(rebuilds).toHaveLength(2);
  });

  test('when a page amid it was overwritten and shows only later', async () => {
    await kept.add('kept', { faces: Array.from({ length: 3000 }, () => 1) });
    openCatalogue().close();
    open.pop();
    await overwriteFrom(databasePath(), 8192);
    const catalogue = openCatalogue();
    expect(catalogue.faces('kept', 3)?.faces).toEqual([1, 1, 1]);
    expect(catalogue.totals().detections).toBe(3000);
    expect(rebuilds).toHaveLength(2);
  });

  test('and a lock that a killed process left does not keep it from that', async () => {
    await kept.add('kept', anything);
    // Not closed: the directory by which the library locks stays, as after `kill -9`.
    const killed = new CatalogueDatabase(kept.dataDirectory, () => undefined);
    expect(openCatalogue().totals().detections).toBe(2);
    killed.close();
  });
});

async function overwriteFrom(path: string, from: number): Promise<void> {
  const { open: openFile } = await import('node:fs/promises');
  const file = await openFile(path, 'r+');
  const { size } = await file.stat();
  await file.write(new Uint8Array(size - from).fill(0x5a), 0, size - from, from);
  await file.close();
}
