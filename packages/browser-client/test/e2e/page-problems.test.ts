import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { textOf, waitFor, waitForState, type BrowserPage } from '../support/browser-page.js';
import { openChromium, type ChromiumOptions } from '../support/chromium-page.js';
import { CutLine } from '../support/cut-line.js';
import { expectAllStored, stopStream, takePictures } from '../support/journey.js';
import { fetchPieces } from '../support/piece-table.js';
import { RunningServer } from '../support/running-server.js';
import { CHROMIUM, FFMPEG, describeWith } from '../support/tools.js';

describeWith([CHROMIUM, FFMPEG], 'what can stand in the way', () => {
  let server: RunningServer;
  let page: BrowserPage | undefined;

  beforeAll(async () => {
    server = await RunningServer.start();
  });

  afterEach(async () => {
    await page?.close();
    page = undefined;
  });

  afterAll(async () => {
    await server.stop();
  });

  async function open(options: ChromiumOptions = {}): Promise<BrowserPage> {
    page = await openChromium(options);
    return page;
  }

  /** Presses Start and gives what the page says instead of a picture. */
  async function problemOf(on: BrowserPage, address = server.address): Promise<string> {
    await on.open(address);
    await on.click('#start');
    await waitForState(on, 'problem');
    expect(await textOf(on, '#start')).toBe('Try again');
    return textOf(on, '#problem');
  }

  test('a refused camera is said, with where to allow it', async () => {
    const refused = await open({ camera: 'refused' });
    const problem = await problemOf(refused);
    expect(problem).toContain('Camera refused');
    expect(problem).toContain('Allow the camera in the site settings');
    await takePictures(refused, 'problem-refused');
  });

  test('a missing camera is said, with what to connect', async () => {
    const problem = await problemOf(await open({ camera: 'missing' }));
    expect(problem).toContain('No camera found');
    expect(problem).toContain('Connect what is missing');
  });

  test('an insecure address is said, with the address to use instead', async () => {
    // Only a server for other machines answers to a name that is not this machine's.
    const forOthers = await RunningServer.start(0, undefined, ['--require-tokens', 'always']);
    const insecure = await open({ insecureHost: 'camera.test' });
    const problem = await problemOf(insecure, `http://camera.test:${forOthers.port}/`);
    await forOthers.stop();
    expect(problem).toContain('Insecure address');
    expect(problem).toContain('localhost');
  });

  test('a camera that is unplugged ends the stream, and what was sent is recorded', async () => {
    const unplugged = await open();
    await unplugged.open(server.address);
    await unplugged.click('#start');
    await waitForState(unplugged, 'live');
    await pause(1500);
    await unplugged.evaluate(`(() => {
      const [track] = document.querySelector('#live-video').srcObject.getTracks();
      track.stop();
      track.dispatchEvent(new Event('ended'));
    })()`);
    await waitForState(unplugged, 'problem');
    expect(await textOf(unplugged, '#problem')).toContain('Camera lost');
    expect(await unplugged.evaluate('document.querySelector("#recording-actions").hidden')).toBe(false);
  });
});

describeWith([CHROMIUM, FFMPEG], 'a server that goes and comes back', () => {
  test('after a cut of five seconds the stream goes on and not one chunk is missing', async () => {
    const server = await RunningServer.start();
    const line = await CutLine.open(server.port);
    const page = await openChromium();
    try {
      await page.open(line.address);
      await page.click('#start');
      await waitForState(page, 'live');
      await pause(2000);
      line.cut();
      await waitForState(page, 'reconnecting');
      expect(await textOf(page, '#notice')).toMatch(/The server is gone.*Check that it still runs/s);
      await pause(5000);
      await takePictures(page, 'server-gone');
      line.mend();
      await waitForState(page, 'live');
      await pause(1500);
      const stream = await stopStream(page);
      const sent = Number.parseInt(await textOf(page, '#upload-line'), 10);
      const pieces = await fetchPieces(server.address, stream);
      expectAllStored(pieces, sent);
      expect(pieces.at(-1)?.endMs).toBeGreaterThan(8000);
    } finally {
      await page.close();
      await line.close();
      await server.stop();
    }
  });

  test('a server that was killed and started again is said, and not one chunk is missing', async () => {
    const first = await RunningServer.start();
    const page = await openChromium();
    let second: RunningServer | undefined;
    try {
      await page.open(first.address);
      await page.click('#start');
      await waitForState(page, 'live');
      await pause(1500);
      await first.kill();
      await waitForState(page, 'reconnecting');
      second = await RunningServer.start(first.port, first.dataDirectory);
      await waitForState(page, 'live', 30_000);
      expect(await textOf(page, '#notice')).toMatch(/The server is back after \d+ s.*Nothing is lost/s);
      await waitFor(page, 'Number(document.querySelector("#camera-fps").innerText) > 0');
      await pause(1500);
      const stream = await stopStream(page);
      const sent = Number.parseInt(await textOf(page, '#upload-line'), 10);
      expectAllStored(await fetchPieces(second.address, stream), sent);
    } finally {
      await page.close();
      await first.kill();
      await second?.stop();
    }
  });
});
