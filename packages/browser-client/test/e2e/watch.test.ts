import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { textOf, waitFor, waitForState, type BrowserPage } from '../support/browser-page.js';
import { openChromium } from '../support/chromium-page.js';
import { NOTE_DRAWN_TIMES, type DrawnTimes } from '../support/drawn-times.js';
import { openFirefox } from '../support/firefox-page.js';
import { FixturePublisher } from '../support/fixture-publisher.js';
import { takePictures } from '../support/journey.js';
import { RunningServer } from '../support/running-server.js';
import { CHROMIUM, FIREFOX, describeWith } from '../support/tools.js';

const FIXTURE = 'chromium156-faces-vp8-opus-250ms';
/** Its frames come every 33 ms, some later. */
const FRAME_MS = 33;
/** The box that stands for a time begins anew at the left after so long. */
const BOX_ROUND_MS = 20_000;
const MANY_BOXES = 60;

const BROWSERS = [
  { name: 'Chromium', tool: CHROMIUM, open: () => openChromium() },
  { name: 'Firefox', tool: FIREFOX, open: openFirefox },
];

describe.each(BROWSERS)('the page of a viewer', ({ name, tool, open }) => {
  describeWith([tool], `in ${name}`, () => {
    let server: RunningServer;
    let page: BrowserPage;

    beforeAll(async () => {
      server = await RunningServer.start();
      page = await open();
      await page.beforeScripts(NOTE_DRAWN_TIMES);
    }, 60_000);

    afterAll(async () => {
      await page.close();
      await server.stop();
    }, 60_000);

    test('who comes late sees the picture at once, with boxes on the frame that they belong to, and the end', async () => {
      const stream = `late-${name.toLowerCase()}`;
      await page.open(`${server.address}watch/${stream}`);
      await waitForState(page, 'not-live');
      expect(await textOf(page, '#message-title')).toBe('This stream is not live');
      const publisher = await FixturePublisher.start(server, stream, FIXTURE);
      await new Promise((resolve) => setTimeout(resolve, 4000));
      await page.open(`${server.address}watch/${stream}`);
      await waitFor(page, 'document.querySelector("video").getVideoPlaybackQuality().totalVideoFrames > 0');
      const firstMs = Number(await page.evaluate('performance.now()'));
      process.stdout.write(`${page.browser}: a picture within ${Math.round(firstMs)} ms of opening the page\n`);
      await waitForState(page, 'watching');
      await waitFor(page, `window.drawn.length > ${MANY_BOXES * 4}`, 60_000);
      await takePictures(page, `${name.toLowerCase()}-watch`);
      const { drawn, told } = asDrawnTimes(await page.evaluate('({ drawn: window.drawn, told: window.told })'));
      expectBoxesOnTheirFrames(drawn, told);
      await publisher.stop();
      await waitForState(page, 'ended', 30_000);
      expect(await page.evaluate('document.querySelector("#message-links a").textContent')).toBe('Play it');
      expect(page.errors.filter((error) => !error.includes('404'))).toEqual([]);
    }, 150_000);
  });
});

/** Boxes on a frame whose result has come are its own: one that comes later than its frame, on a busy machine, is not drawn. */
function expectBoxesOnTheirFrames(drawn: DrawnTimes['drawn'], told: DrawnTimes['told']): void {
  const onAnalysed = drawn.filter((box) =>
    told.slice(0, box.told).some((timestampMs) => Math.abs(timestampMs - box.shownMs) <= 1),
  );
  expect(onAnalysed.length).toBeGreaterThan(MANY_BOXES / 4);
  const offMs = onAnalysed.map(({ shownMs, boxMs }) => Math.abs(boxMs - (shownMs % BOX_ROUND_MS)));
  expect(Math.max(...offMs.map((off) => Math.min(off, BOX_ROUND_MS - off)))).toBeLessThan(FRAME_MS);
}

/** Where what the page returned becomes typed. */
function asDrawnTimes(value: unknown): DrawnTimes {
  return value as DrawnTimes;
}
