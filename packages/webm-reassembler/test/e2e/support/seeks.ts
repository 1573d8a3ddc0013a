import { makeSeekable, RecordingWriter } from '../../../src/recording.js';
import { Reassembler, type Block } from '../../../src/index.js';
import { blocksOf } from '../../support/promises.js';
import { feedAll } from '../../support/feed.js';
import { loadFixture, recordings, wholeOf } from '../../support/recordings.js';
import { filesFrom } from '../../support/written-files.js';
import type { Expected, SeekReport } from '../page/seek.js';
import { describeInBrowsers, type Browser, type BrowserPage } from './browsers.js';
import { bundleForPage } from './bundle.js';
import { FileServer, type ServedFile } from './file-server.js';
import { seededNumbers } from './seeded.js';
import { printTable } from './table.js';

const SEED = Number(process.env['SEEK_SEED'] ?? 20_261_122);
const TIME_LIMIT_MS = 600_000;

/** Matroska that is not WebM: what a browser plays of it as a file is its own affair. */
const NOT_WEBM = /h264|pcm/;

const HAS_ALPHA = /alpha/;

/** A recording as a seekable file, and what must be found in it. */
interface Seekable {
  readonly path: string;
  readonly file: ServedFile;
  /** Times of the video's frames; of the sound's, where there is no video. */
  readonly framesMs: readonly number[];
  readonly hasVideo: boolean;
  /** When its last block begins, of any track. */
  readonly lastMs: number;
}

/** One half written live, chunk by chunk, the other made seekable when it was finished. */
const RECORDINGS: readonly Seekable[] = recordings
  .filter((name) => !NOT_WEBM.test(name))
  .map((name, index) => seekable(name, index % 2 === 0 ? writtenLive(name) : madeSeekable(name)));

/** Defines the tests of seeks in each browser: `count` of them in each recording, at random. */
export function describeSeeks(count: number): void {
  describeInBrowsers('seekable recordings', (browser) => defineTests(browser, count));
}

function defineTests(browser: Browser, count: number): void {
  let server: FileServer;
  let page: BrowserPage;
  const counts = new Map<string, number>();

  beforeAll(async () => {
    const files = new Map(RECORDINGS.map(({ path, file }) => [path, file]));
    server = await FileServer.start(await bundleForPage('seek.ts'), files);
    page = await browser.open();
    await page.open(server.address);
  }, TIME_LIMIT_MS);

  afterAll(async () => {
    printTable(`Seeks, ${page.browser}, seed ${SEED}`, [
      ['recording', 'right', 'of'],
      ...[...counts].map(([path, right]) => [path.slice(1), right, count]),
    ]);
    await page.close();
    await server.stop();
  });

  test.each(RECORDINGS)(
    '$path: its length is right, and seeks show the frame of that time',
    async (recording) => {
      const { path, framesMs, hasVideo, lastMs } = recording;
      const random = seededNumbers(SEED);
      const timesMs = Array.from({ length: count }, () => random() * lastMs);
      const comparesPictures = hasVideo && browser.name === 'Firefox' && !HAS_ALPHA.test(path);
      const expected = { hasVideo, comparesPictures, framesMs: acceptedFrames(timesMs, framesMs) };
      const call = `page.seekIn(${JSON.stringify(path)}, ${JSON.stringify(timesMs)}, ${JSON.stringify(expected)})`;
      const { durationMs, seeks } = asReport(await page.evaluate(call));
      const wrong = seeks.filter((seek) => !isRight(seek, recording));
      counts.set(path, count - wrong.length);
      expect(wrong).toEqual([]);
      expect(durationMs).toBeGreaterThanOrEqual(lastMs - 1);
      expect(durationMs).toBeLessThanOrEqual(lastMs + longestFrameMs(framesMs) + 1);
    },
    TIME_LIMIT_MS,
  );

  /** Firefox tells the time that was sought, whatever it shows. */
  function acceptedFrames(timesMs: readonly number[], framesMs: readonly number[]): Expected['framesMs'] {
    if (browser.name === 'Firefox') return undefined;
    return timesMs.map((timeMs) => {
      const index = indexOfFrame(framesMs, timeMs + 1);
      return framesMs.slice(Math.max(0, index - 1), index + 2);
    });
  }

  /** The frame of a time is the last that begins no later; its neighbours are within a frame of it. */
  function isRight(seek: Seek, { path, framesMs, hasVideo }: Seekable): boolean {
    if (Math.abs(seek.currentMs - seek.wantedMs) > 1) return false;
    if (!hasVideo) return true;
    if (browser.name === 'Chromium') return isRightFrame(seek, framesMs);
    // The decoder leaves the alpha plane out, so that it has no picture to compare with what is drawn.
    return HAS_ALPHA.test(path) || isRightPicture(seek);
  }

  test('they are read by range, as players do', () => {
    expect(server.rangeRequests).toBeGreaterThan(0);
  });
}

/** Pixels differ by so much between two ways to the same frame: a player and a canvas each convert colours. */
const SAME_PICTURE = 0.5;

type Seek = SeekReport['seeks'][number];

/** Chromium says which frame it shows. Its player converts colours otherwise than its decoder: pictures cannot be compared. */
function isRightFrame({ wantedMs, shownMs }: Seek, framesMs: readonly number[]): boolean {
  const shown = framesMs.findIndex((frameMs) => Math.abs(frameMs - (shownMs ?? NaN)) <= 1);
  return shown >= 0 && Math.abs(shown - indexOfFrame(framesMs, wantedMs + 1)) <= 1;
}

/** Firefox says the time that was sought, whatever it shows: the picture tells, as none may be more like it. */
function isRightPicture({ likeness }: Seek): boolean {
  return likeness !== undefined && likeness.here <= likeness.best + SAME_PICTURE;
}

/** Before the first frame, which sound may precede, players show the first. */
function indexOfFrame(framesMs: readonly number[], timeMs: number): number {
  return Math.max(0, framesMs.filter((frameMs) => frameMs <= timeMs).length - 1);
}

function longestFrameMs(framesMs: readonly number[]): number {
  return Math.max(60, ...framesMs.slice(1).map((ms, index) => ms - (framesMs[index] ?? NaN)));
}

function seekable(name: string, file: ServedFile): Seekable {
  const blocks = blocksOf(feedAll(loadFixture(name).chunks));
  const video = blocks.filter(({ track }) => track.type === 'video');
  const path = `/${name}.webm`;
  const hasVideo = video.length > 0;
  const framesMs = timesOf(hasVideo ? video : blocks);
  return { path, file, framesMs, hasVideo, lastMs: Math.max(...timesOf(blocks)) };
}

function timesOf(blocks: readonly Block[]): readonly number[] {
  return blocks.map(({ timestampMs }) => timestampMs).sort((a, b) => a - b);
}

function writtenLive(name: string): ServedFile {
  const reassembler = new Reassembler();
  const writer = new RecordingWriter();
  const writes = loadFixture(name).chunks.flatMap((chunk) => writer.add(reassembler.feed(chunk)));
  return only(name, filesFrom([...writes, ...writer.add(reassembler.end()), ...writer.end()]));
}

function madeSeekable(name: string): ServedFile {
  return only(name, makeSeekable(wholeOf(loadFixture(name))).parts);
}

function only(name: string, files: readonly { readonly octets: Uint8Array; readonly mimeType: string }[]): ServedFile {
  const [file] = files;
  if (file === undefined || files.length > 1) throw new Error(`${name} became ${files.length} files, not one`);
  return { type: file.mimeType, octets: file.octets };
}

/** Where what the page returned becomes typed. */
function asReport(value: unknown): SeekReport {
  return value as SeekReport;
}
