import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import type { BrowserPage } from '../support/browser-page.js';
import { openChromium } from '../support/chromium-page.js';
import { NOTE_DRAWN_FACES, expectFacesWithScoresOnly, seeFacesDescribed } from '../support/described-faces.js';
import {
  expectChunkToPlayInPage,
  expectEveryPieceToPlay,
  expectNothingToOverflow,
  readFigures,
  startAndSeeBoxes,
  stopStream,
  takePictures,
} from '../support/journey.js';
import { RunningServer } from '../support/running-server.js';
import { KEEP_SENT_CHUNKS, waitForMoreChunks } from '../support/sent-chunks.js';
import { CHROMIUM, FFMPEG, FFPROBE, describeWith } from '../support/tools.js';

// Real browsers and a server that loads its models, on a machine that may be busy.
jest.setTimeout(300_000);

describeWith([CHROMIUM, FFMPEG, FFPROBE], 'the page in Chromium, with a camera that shows faces', () => {
  let server: RunningServer;
  let page: BrowserPage;

  beforeAll(async () => {
    server = await RunningServer.start();
    page = await openChromium();
    await page.beforeScripts(NOTE_DRAWN_FACES);
    await page.beforeScripts(KEEP_SENT_CHUNKS);
  });

  afterAll(async () => {
    await page.close();
    await server.stop();
  });

  test('one click brings boxes and every figure, and after Stop each chunk plays alone', async () => {
    await startAndSeeBoxes(page, server);
    expect(await readFigures(page)).toMatchObject({ codec: 'VP8' });
    await waitForMoreChunks(page);
    await takePictures(page, 'chromium-live');
    await expectFacesWithScoresOnly(page);
    const stream = await stopStream(page);
    await takePictures(page, 'chromium-recorded');
    await expectChunkToPlayInPage(page, server, stream);
    await expectEveryPieceToPlay(page, server, stream);
    await expectNothingToOverflow(page);
    expect(page.errors).toEqual([]);
  });

  test('with sound, the keyframes are still once a second and each chunk plays alone', async () => {
    await page.open(server.address);
    await page.click('.switch:has(#sound)');
    await page.click('#start');
    expect(await readFigures(page)).toMatchObject({ codec: 'VP8 + Opus' });
    await waitForMoreChunks(page);
    const stream = await stopStream(page);
    await expectEveryPieceToPlay(page, server, stream);
  });

  test('who asks for landmarks, expression, age and gender sees them drawn at each face', async () => {
    await seeFacesDescribed(page, server, async () => takePictures(page, 'chromium-described'));
    await expectNothingToOverflow(page);
    expect(page.errors).toEqual([]);
  });
});
