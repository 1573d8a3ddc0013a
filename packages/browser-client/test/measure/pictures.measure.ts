/**
 * The pictures of the page for the docs: `npm run measure -- browser-client/test/measure/pictures` leaves them in
 * `test-results/browser-client`, from where they are looked at and copied to `docs/images`. Their figures are those of the machine.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { jest, test } from '@jest/globals';
import { waitFor } from '../support/browser-page.js';
import { calmCamera } from '../support/calm-camera.js';
import { openChromium } from '../support/chromium-page.js';
import { isDrawn, startAndSeeBoxes, stopStream } from '../support/journey.js';
import { TEST_RESULTS } from '../support/places.js';
import { RunningServer } from '../support/running-server.js';
import { CHROMIUM, FFMPEG, describeWith } from '../support/tools.js';

jest.setTimeout(120_000);

/** Until the figures have settled. */
const SETTLING_MS = 8000;

describeWith([CHROMIUM, FFMPEG], 'pictures of the page with every switch on', () => {
  test.each([
    { name: 'page', dark: false, width: 1280, height: 800 },
    { name: 'page-phone', dark: true, width: 390, height: 844 },
  ])('$name.png', async ({ name, dark, width, height }) => {
    const server = await RunningServer.start();
    const page = await openChromium({ dark });
    try {
      await page.beforeScripts(await calmCamera());
      await page.resize(width, height);
      await startAndSeeBoxes(page, server, async () => {
        for (const task of ['landmarks', 'expressions', 'age-and-gender']) await page.click(`.switch:has(#${task})`);
      });
      await pause(SETTLING_MS);
      await waitFor(page, isDrawn('#live-boxes'), 60_000);
      await mkdir(TEST_RESULTS, { recursive: true });
      await page.screenshot(join(TEST_RESULTS, `${name}.png`));
      await stopStream(page);
    } finally {
      await page.close();
      await server.stop();
    }
  });
});
