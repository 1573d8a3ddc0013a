import fc from 'fast-check';
import { anyDamage, damaged } from '../support/damage.js';
import { brokenStreams, loadFixture, recordings, wholeOf } from '../support/recordings.js';
import { cutEvery } from '../support/feed.js';
import { digestsOf, type Digests } from './page/same-octets.js';
import { describeInBrowsers, type BrowserPage } from './support/browsers.js';
import { bundleForPage } from './support/bundle.js';
import { FileServer } from './support/file-server.js';
import { servedStreams, type NamedStream } from './support/streams.js';
import { printTable } from './support/table.js';

const SEED = Number(process.env['DAMAGE_SEED'] ?? 20_261_122);
const TIME_LIMIT_MS = 600_000;

/** Small ones with all that damage can hit: video and sound, both browsers' ways to write them. */
const TO_DAMAGE = ['chromium156-tiny-canvas-vp8-opus-250ms', 'firefox153-microphone-opus-250ms'];
const DAMAGES_EACH = 20;

const STREAMS: readonly NamedStream[] = [
  ...[...recordings, ...brokenStreams].map((name) => loadFixture(name)),
  ...TO_DAMAGE.flatMap((name) =>
    fc.sample(anyDamage, { seed: SEED, numRuns: DAMAGES_EACH }).map((damage, index) => ({
      name: `${name}-damage-${index}`,
      chunks: cutEvery(damaged(wholeOf(loadFixture(name)), damage), 4096),
    })),
  ),
];

/** What Node makes of each stream; reckoned once. */
const inNode = new Map<string, Promise<Digests>>();

describeInBrowsers('the core', (browser) => {
  let server: FileServer;
  let page: BrowserPage;

  beforeAll(async () => {
    server = await FileServer.start(await bundleForPage('same-octets.ts'), servedStreams(STREAMS));
    page = await browser.open();
    await page.open(server.address);
  }, TIME_LIMIT_MS);

  afterAll(async () => {
    await page.close();
    await server.stop();
  });

  test(
    'gives the same octets as in Node, whatever is fed in whatever cuts, damage included',
    async () => {
      const different: string[] = [];
      let compared = 0;
      for (const { name, chunks } of STREAMS) {
        const expected = await (inNode.get(name) ?? inNode.set(name, digestsOf(chunks)).get(name));
        const found = asDigests(await page.evaluate(`page.digestsOfServed(${JSON.stringify(name)})`));
        for (const [way, digest] of Object.entries(expected ?? {})) {
          compared += 1;
          if (found[way] !== digest) different.push(`${name}, ${way}`);
        }
      }
      printTable(`The core in ${page.browser}`, [
        ['streams', 'digests compared with Node', 'different'],
        [STREAMS.length, compared, different.length],
      ]);
      expect(compared).toBe(STREAMS.length * 11);
      expect(different).toEqual([]);
    },
    TIME_LIMIT_MS,
  );
});

test.each(STREAMS)('$name comes out the same for any cuts', async ({ name, chunks }) => {
  const { whole, perChunk, oddCuts } = await (inNode.get(name) ?? digestsOf(chunks));
  expect([perChunk, oddCuts]).toEqual([whole, whole]);
});

/** Where what the page returned becomes typed. */
function asDigests(value: unknown): Digests {
  return value as Digests;
}
