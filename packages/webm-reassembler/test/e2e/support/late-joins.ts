import { loadManifest } from '../../../../../fixtures/load.js';
import type { InitSegment } from '../../../src/index.js';
import { feedAll } from '../../support/feed.js';
import { loadFixture, recordings } from '../../support/recordings.js';
import type { JoinReport } from '../page/late-join.js';
import { SAME_PICTURE } from '../page/same-picture.js';
import { describeInBrowsers, type Browser, type BrowserPage } from './browsers.js';
import { bundleForPage } from './bundle.js';
import { FileServer } from './file-server.js';
import { seededNumbers } from './seeded.js';
import { servedStreams } from './streams.js';
import { printTable } from './table.js';

const SEED = Number(process.env['JOIN_SEED'] ?? 20_261_122);
/** A second of video takes an eighth of one: three at once keep two cores busy, and no browser drops the sound before. */
const PLAYBACK_RATE = 8;
const AT_ONCE = 3;
const PATIENCE_MS = 120_000;
const TIME_LIMIT_MS = 1_200_000;

/** All that a recording's viewer may be told to play. */
const TYPES = new Map(
  recordings.map((name) => [
    name,
    feedAll(loadFixture(name).chunks)
      .filter(isInit)
      .map(({ mimeType }) => mimeType),
  ]),
);

/** Joins that once failed: behind a keyframe that is the last block of all, before a hole in the sound, amid a long group. */
const HARD_JOINS: readonly Join[] = [
  { name: 'chromium156-faces-vp9-opus-250ms', chunk: 20 },
  { name: 'chromium156-restart-swapped-tracks-vp8-opus-250ms', chunk: 2 },
  { name: 'firefox153-fake-vp8-opus-250ms', chunk: 25 },
];

/** Defines the tests of late joins in each browser: `count` joins, some of them known to be hard, the others at random. */
export function describeLateJoins(count: number): void {
  describeInBrowsers('MediaSource', (browser) => defineTests(browser, count));
}

function defineTests(browser: Browser, count: number): void {
  let server: FileServer;
  let page: BrowserPage;
  let playable: readonly string[];

  beforeAll(async () => {
    server = await FileServer.start(
      await bundleForPage('late-join.ts'),
      servedStreams(recordings.map((name) => loadFixture(name))),
    );
    page = await browser.open();
    await page.open(server.address);
    const supported = await Promise.all(recordings.map(async (name) => [name, await isSupported(name)] as const));
    playable = supported.filter(([, types]) => types.every(Boolean)).map(([name]) => name);
  }, TIME_LIMIT_MS);

  afterAll(async () => {
    await page.close();
    await server.stop();
  });

  async function supports(type: string): Promise<boolean> {
    return (await page.evaluate(`page.supports(${JSON.stringify(type)})`)) === true;
  }

  function isSupported(name: string): Promise<readonly boolean[]> {
    return Promise.all((TYPES.get(name) ?? []).map(supports));
  }

  async function reportAt({ name, chunk }: Join, rate: number): Promise<JoinReport> {
    return asReport(await page.evaluate(`page.joinAt(${JSON.stringify(name)}, ${chunk}, ${rate}, ${PATIENCE_MS})`));
  }

  /** Where the player had to be told to go on, it must do without at the recording's own pace: else what it was fed is at fault. */
  async function join({ name, chunk }: Join): Promise<Joined> {
    try {
      const report = await reportAt({ name, chunk }, PLAYBACK_RATE);
      const { standstills } = report;
      const again = standstills === 0 ? undefined : await reportAt({ name, chunk }, 1);
      const problems = again === undefined ? [] : problemsOf(again);
      if (again !== undefined && again.standstills > 0) problems.push('stands still at its own pace too');
      return { name, chunk, standstills, problems: [...problemsOf(report), ...problems] };
    } catch (error) {
      return { name, chunk, standstills: 0, problems: [String(error)] };
    }
  }

  test('takes the type of each init segment that is WebM', async () => {
    const rows = await Promise.all(
      recordings.map(async (name) => {
        const recorded = loadManifest(name).mimeType;
        return {
          name,
          types: TYPES.get(name) ?? [],
          taken: await isSupported(name),
          recorder: await supports(recorded),
        };
      }),
    );
    printTable(`MediaSource.isTypeSupported, ${page.browser}`, [
      ['recording', 'type of the init segment', 'taken', "recorder's own taken"],
      ...rows.map(({ name, types, taken, recorder }) => [name, types.join(' '), taken.join(' '), String(recorder)]),
    ]);
    for (const { types, taken, recorder } of rows) {
      // Matroska that is not WebM (H.264, PCM) is a recorder's affair: no MediaSource takes it, under whatever name.
      const isWebm = types.every((type) => /^(video|audio)\/webm;/.test(type));
      expect({ types, taken }).toEqual({ types, taken: types.map(() => isWebm) });
      expect(types.length).toBeGreaterThan(0);
      expect(isWebm || !recorder).toBe(true);
    }
    expect(await supports('video/webm;codecs="vp8,nonsense"')).toBe(false);
  });

  test(
    `plays from wherever it is joined, ${count} times at any chunk`,
    async () => {
      const joined = await runAll(someJoins(playable, count), join);
      printTable(`Late joins, ${page.browser}, seed ${SEED}`, [
        ['recording', 'joins', 'played', 'told to go on'],
        ...recordings.map((name) => [name, ...countsOf(name, joined)]),
        ['all', ...countsOf(undefined, joined)],
      ]);
      expect(joined).toHaveLength(count);
      expect(joined.filter(({ problems }) => problems.length > 0)).toEqual([]);
    },
    TIME_LIMIT_MS,
  );
}

interface Join {
  readonly name: string;
  /** The chunk behind which to join. */
  readonly chunk: number;
}

interface Joined extends Join {
  readonly standstills: number;
  /** What was not as it should be; empty where it played. */
  readonly problems: readonly string[];
}

/** The hard ones, then others spread evenly over the recordings, at random within each. */
function someJoins(names: readonly string[], count: number): readonly Join[] {
  const random = seededNumbers(SEED);
  const hard = HARD_JOINS.filter(({ name }) => names.includes(name));
  const others = Array.from({ length: count - hard.length }, (_, index) => {
    const name = names[index % names.length] ?? '';
    return { name, chunk: Math.floor(random() * loadFixture(name).chunks.length) };
  });
  return [...hard, ...others];
}

async function runAll(joins: readonly Join[], join: (one: Join) => Promise<Joined>): Promise<readonly Joined[]> {
  const waiting = [...joins];
  const done: Joined[] = [];
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) done.push(await join(next));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return done;
}

function countsOf(name: string | undefined, joined: readonly Joined[]): readonly (string | number)[] {
  const own = joined.filter((one) => name === undefined || one.name === name);
  if (own.length === 0) return ['-', 'not joined: MediaSource does not take it, or there were too few joins', '-'];
  const played = own.filter(({ problems }) => problems.length === 0).length;
  return [own.length, played, own.reduce((sum, { standstills }) => sum + standstills, 0)];
}

/** A frame at 15 a second: what a browser may round or, with Opus, cut off at the start. */
const FRAME_MS = 67;

function problemsOf(report: JoinReport): string[] {
  const problems: string[] = [];
  const { bufferedMs, joinMs, trackStartsMs, lastMs, endedAtMs, hasVideo, shownMs, difference } = report;
  const startMs = Math.max(...trackStartsMs);
  const from = bufferedMs[0]?.[0] ?? NaN;
  if (!(from >= joinMs - FRAME_MS && from <= startMs + FRAME_MS))
    problems.push(`buffered from ${from}, not ${startMs} (join ${joinMs}) ms`);
  if (!(endedAtMs >= lastMs - FRAME_MS))
    problems.push(`ended at ${endedAtMs} ms, before the last block at ${lastMs} ms`);
  if (hasVideo && shownMs.length === 0) problems.push('no frame was presented');
  if (hasVideo && !(difference !== undefined && difference < SAME_PICTURE))
    problems.push(`the picture is none of the recording: it differs by ${difference} of 255`);
  return problems;
}

function isInit(output: { readonly kind: string }): output is InitSegment {
  return output.kind === 'init-segment';
}

/** Where what the page returned becomes typed. */
function asReport(value: unknown): JoinReport {
  return value as JoinReport;
}
