import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
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
import { CHROMIUM, FFMPEG, FFPROBE, describeWith } from '../support/tools.js';

describeWith([CHROMIUM, FFMPEG, FFPROBE], 'the page in Chromium, with a camera that shows faces', () => {
  let server: RunningServer;
  let page: BrowserPage;

  beforeAll(async () => {
    server = await RunningServer.start();
    page = await openChromium();
    await page.beforeScripts(NOTE_DRAWN_FACES);
  });

  afterAll(async () => {
    await page.close();
    await server.stop();
  });

  test('one click brings boxes and every figure, and after Stop each chunk plays alone', async () => {
    await startAndSeeBoxes(page, server);
    const figures = await readFigures(page);
    expect(figures['codec']).toBe('VP8');
    expect(Number(figures['camera-fps'])).toBeGreaterThan(0);
    expect(Number(figures['latency']?.replace(/\s/g, ''))).toBeGreaterThan(0);
    await pause(4000);
    await takePictures(page, 'chromium-live');
    await expectFacesWithScoresOnly(page);
    const stream = await stopStream(page);
    await takePictures(page, 'chromium-recorded');
    await expectChunkToPlayInPage(page);
    await expectEveryPieceToPlay(page, server, stream);
    await expectNothingToOverflow(page);
    expect(page.errors).toEqual([]);
  });

  test('with sound, the keyframes are still once a second and each chunk plays alone', async () => {
    await page.open(server.address);
    await page.click('.switch:has(#sound)');
    await page.click('#start');
    const figures = await readFigures(page);
    expect(figures['codec']).toBe('VP8 + Opus');
    await pause(4000);
    const stream = await stopStream(page);
    await expectEveryPieceToPlay(page, server, stream);
  });

  test('who asks for landmarks, expression, age and gender sees them drawn at each face', async () => {
    await seeFacesDescribed(page, server, async () => takePictures(page, 'chromium-described'));
    await expectNothingToOverflow(page);
    expect(page.errors).toEqual([]);
  }, 120_000);
});
