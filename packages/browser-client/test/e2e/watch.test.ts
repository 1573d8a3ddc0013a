import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { textOf, valueWhen, waitFor, waitForState, type BrowserPage } from '../support/browser-page.js';
import { openChromium } from '../support/chromium-page.js';
import { NOTE_DRAWN_TIMES, type DrawnTimes } from '../support/drawn-times.js';
import { openFirefox } from '../support/firefox-page.js';
import { FixturePublisher } from '../support/fixture-publisher.js';
import { takePictures } from '../support/journey.js';
import { RunningServer } from '../support/running-server.js';
import { CHROMIUM, FIREFOX, describeWith } from '../support/tools.js';

// Real browsers and a server that loads its models, on a machine that may be busy.
jest.setTimeout(300_000);

const FIXTURE = 'chromium156-faces-vp8-opus-250ms';
/** Its frames come every 33 ms, some later. */
const FRAME_MS = 33;
const MANY_BOXES = 30;
/** So many chunks of a quarter of a second: several groups of pictures. */
const LATE = 12;

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
    });

    afterAll(async () => {
      await page.close();
      await server.stop();
    });

    test('who comes late sees the picture at once, with boxes on the frame that they belong to, and the end', async () => {
      const stream = `late-${name.toLowerCase()}`;
      await page.open(`${server.address}watch/${stream}`);
      await waitForState(page, 'not-live');
      expect(await textOf(page, '#message-title')).toBe('This stream is not live');
      const publisher = await FixturePublisher.start(server, stream, FIXTURE);
      await waitForState(page, 'watching');
      await publisher.hasSent(LATE);
      await page.open(`${server.address}watch/${stream}`);
      await waitFor(page, 'document.querySelector("video").getVideoPlaybackQuality().totalVideoFrames > 0');
      const firstMs = Number(await page.evaluate('performance.now()'));
      process.stdout.write(`${page.browser}: a picture within ${Math.round(firstMs)} ms of opening the page\n`);
      await waitForState(page, 'watching');
      const noted = '({ drawn: window.drawn, told: window.told })';
      const hasManyBoxes = (value: unknown): boolean => onAnalysedFrames(asDrawnTimes(value)).length > MANY_BOXES;
      const boxes = onAnalysedFrames(asDrawnTimes(await valueWhen(page, noted, hasManyBoxes, 120_000)));
      await takePictures(page, `${name.toLowerCase()}-watch`);
      expect(Math.max(...boxes.map(({ shownMs, boxMs }) => Math.abs(boxMs - shownMs)))).toBeLessThan(FRAME_MS);
      await publisher.stop();
      await waitForState(page, 'ended');
      expect(await page.evaluate('document.querySelector("#message-links a").textContent')).toBe('Play it');
      expect(page.errors.filter((error) => !error.includes('404'))).toEqual([]);
    });
  });
});

/** Boxes on a frame whose result has come are its own: one that comes later than its frame, on a busy machine, is not drawn. */
function onAnalysedFrames({ drawn, told }: DrawnTimes): DrawnTimes['drawn'] {
  return drawn.filter((box) => told.slice(0, box.told).some((timestampMs) => Math.abs(timestampMs - box.shownMs) <= 1));
}

/** Where what the page returned becomes typed. */
function asDrawnTimes(value: unknown): DrawnTimes {
  return value as DrawnTimes;
}
