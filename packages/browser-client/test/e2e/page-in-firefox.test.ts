import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import type { BrowserPage } from '../support/browser-page.js';
import { NOTE_DRAWN_FACES, expectFacesWithScoresOnly, seeFacesDescribed } from '../support/described-faces.js';
import { faceCamera, openFirefox } from '../support/firefox-page.js';
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
import { FFMPEG, FFPROBE, FIREFOX, describeWith } from '../support/tools.js';

// Real browsers and a server that loads its models, on a machine that may be busy.
jest.setTimeout(300_000);

describeWith([FIREFOX, FFMPEG, FFPROBE], 'the page in Firefox', () => {
  let server: RunningServer;
  let page: BrowserPage;

  beforeAll(async () => {
    server = await RunningServer.start();
    page = await openFirefox();
    await page.beforeScripts(NOTE_DRAWN_FACES);
    await page.beforeScripts(KEEP_SENT_CHUNKS);
  });

  afterAll(async () => {
    await page.close();
    await server.stop();
  });

  test('its own camera and microphone are analysed and recorded', async () => {
    await page.open(server.address);
    await page.click('#sound');
    await page.click('#start');
    expect(await readFigures(page)).toMatchObject({ codec: 'VP8 + Opus', faces: '0' });
    await waitForMoreChunks(page);
    const stream = await stopStream(page);
    await expectEveryPieceToPlay(page, server, stream);
  });

  test('with a face before the camera, one click brings boxes, and each chunk plays alone', async () => {
    await page.beforeScripts(await faceCamera());
    await startAndSeeBoxes(page, server);
    expect(await readFigures(page)).toMatchObject({ codec: 'VP8' });
    await waitForMoreChunks(page);
    await takePictures(page, 'firefox-live');
    await expectFacesWithScoresOnly(page);
    const stream = await stopStream(page);
    await takePictures(page, 'firefox-recorded');
    await expectChunkToPlayInPage(page, server, stream);
    await expectEveryPieceToPlay(page, server, stream);
    await expectNothingToOverflow(page);
    expect(page.errors).toEqual([]);
  });

  test('who asks for landmarks, expression, age and gender sees them drawn at each face', async () => {
    await page.beforeScripts(await faceCamera());
    await seeFacesDescribed(page, server, async () => takePictures(page, 'firefox-described'));
    await expectNothingToOverflow(page);
    expect(page.errors).toEqual([]);
  });
});
