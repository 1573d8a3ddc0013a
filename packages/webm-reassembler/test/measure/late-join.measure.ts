import { loadManifest } from '../../../../fixtures/load.js';
import type { InitSegment } from '../../src/index.js';
import { feedAll } from '../support/feed.js';
import { loadFixture, recordings } from '../support/recordings.js';
import type { JoinReport } from '../e2e/page/late-join.js';
import { describeInBrowsers, type BrowserPage } from '../e2e/support/browsers.js';
import { bundleForPage } from '../e2e/support/bundle.js';
import { FileServer } from '../e2e/support/file-server.js';
import { seededNumbers } from '../e2e/support/seeded.js';
import { servedStreams } from '../e2e/support/streams.js';
import { printTable } from '../e2e/support/table.js';

const JOINS = 100;
const SEED = Number(process.env['JOIN_SEED'] ?? 20_261_122);
/** A second of video takes an eighth of one: three at once keep two cores busy, and no browser drops the sound before. */
const PLAYBACK_RATE = 8;
const AT_ONCE = 3;
const PATIENCE_MS = 10_000;
const TIME_LIMIT_MS = 240_000;

/** All that a recording's viewer may be told to play. */
const TYPES = new Map(
  recordings.map((name) => [
    name,
    feedAll(loadFixture(name).chunks)
      .filter(isInit)
      .map(({ mimeType }) => mimeType),
  ]),
);

describeInBrowsers('MediaSource', (browser) => {
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

  async function join({ name, chunk }: Join): Promise<Joined> {
    try {
      const call = `page.joinAt(${JSON.stringify(name)}, ${chunk}, ${PLAYBACK_RATE}, ${PATIENCE_MS})`;
      return { name, chunk, problems: problemsOf(asReport(await page.evaluate(call))) };
    } catch (error) {
      return { name, chunk, problems: [String(error)] };
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

  // Firefox guesses how long the last frame of a Cluster is, and where the next is later than that it drops all up to the
  // next keyframe: only a Cluster that goes on to the next keyframe plays. The media segments are Clusters of a block.
  const isKnownToFail = browser.name === 'Firefox';
  const count = isKnownToFail ? AT_ONCE * 2 : JOINS;

  (isKnownToFail ? test.failing : test)(
    `plays from wherever it is joined, ${count} times at any chunk`,
    async () => {
      const joined = await runAll(someJoins(playable, count), join);
      printTable(`Late joins, ${page.browser}, seed ${SEED}`, [
        ['recording', 'joins', 'played'],
        ...recordings.map((name) => [name, ...countsOf(name, joined)]),
        ['all', joined.length, joined.filter(({ problems }) => problems.length === 0).length],
      ]);
      expect(joined).toHaveLength(count);
      expect(joined.filter(({ problems }) => problems.length > 0)).toEqual([]);
    },
    TIME_LIMIT_MS,
  );
});

interface Join {
  readonly name: string;
  /** The chunk behind which to join. */
  readonly chunk: number;
}

interface Joined extends Join {
  /** What was not as it should be; empty where it played. */
  readonly problems: readonly string[];
}

/** Spread evenly over the recordings, at random within each. */
function someJoins(names: readonly string[], count: number): readonly Join[] {
  const random = seededNumbers(SEED);
  return Array.from({ length: count }, (_, index) => {
    const name = names[index % names.length] ?? '';
    return { name, chunk: Math.floor(random() * loadFixture(name).chunks.length) };
  });
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

function countsOf(name: string, joined: readonly Joined[]): readonly (string | number)[] {
  const own = joined.filter((one) => one.name === name);
  if (own.length === 0) return ['-', 'not joined: MediaSource does not take it, or there were too few joins'];
  return [own.length, own.filter(({ problems }) => problems.length === 0).length];
}

/** A frame at 15 a second: what a browser may round or, with Opus, cut off at the start. */
const FRAME_MS = 67;

function problemsOf(report: JoinReport): readonly string[] {
  const problems: string[] = [];
  const { bufferedMs, joinMs, trackStartsMs, lastMs, endedAtMs, hasVideo, shownMs, picture } = report;
  const startMs = Math.max(...trackStartsMs);
  const from = bufferedMs[0]?.[0] ?? NaN;
  if (!(from >= joinMs - FRAME_MS && from <= startMs + FRAME_MS))
    problems.push(`buffered from ${from}, not ${startMs} (join ${joinMs}) ms`);
  if (!(endedAtMs >= lastMs - FRAME_MS))
    problems.push(`ended at ${endedAtMs} ms, before the last block at ${lastMs} ms`);
  if (hasVideo && shownMs.length === 0) problems.push('no frame was presented');
  if (hasVideo && picture.isBlank) problems.push(`a blank picture of ${picture.width}x${picture.height}`);
  return problems;
}

function isInit(output: { readonly kind: string }): output is InitSegment {
  return output.kind === 'init-segment';
}

/** Where what the page returned becomes typed. */
function asReport(value: unknown): JoinReport {
  return value as JoinReport;
}
