import { afterAll, afterEach, beforeAll, beforeEach, expect, jest, test } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { textOf, waitFor, waitForState, waitForText, type BrowserPage } from '../support/browser-page.js';
import { openChromium, type ChromiumOptions } from '../support/chromium-page.js';
import { CutLine } from '../support/cut-line.js';
import { expectAllStored, stopStream, takePictures } from '../support/journey.js';
import { RunningServer } from '../support/running-server.js';
import { KEEP_SENT_CHUNKS, waitForChunks, waitForMoreChunks } from '../support/sent-chunks.js';
import { CHROMIUM, FFMPEG, describeWith } from '../support/tools.js';

// Real browsers and a server that loads its models, on a machine that may be busy.
jest.setTimeout(300_000);

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
    const [forOthers, insecure] = await Promise.all([
      RunningServer.start(0, undefined, ['--require-tokens', 'always']),
      open({ insecureHost: 'camera.test' }),
    ]);
    try {
      const problem = await problemOf(insecure, `http://camera.test:${forOthers.port}/`);
      expect(problem).toContain('Insecure address');
      expect(problem).toContain('localhost');
    } finally {
      await forOthers.stop();
    }
  });

  test('a camera that is unplugged ends the stream, and what was sent is recorded', async () => {
    const unplugged = await open();
    await unplugged.open(server.address);
    await unplugged.click('#start');
    await waitForState(unplugged, 'live');
    await waitFor(unplugged, 'document.querySelector(".chunk")');
    await unplugged.evaluate(`(() => {
      const [track] = document.querySelector('#live-video').srcObject.getTracks();
      track.stop();
      track.dispatchEvent(new Event('ended'));
    })()`);
    await waitForState(unplugged, 'problem');
    expect(await textOf(unplugged, '#problem')).toContain('Camera lost');
    expect(await unplugged.evaluate('document.querySelector("#recording-actions").hidden')).toBe(false);
    const recording = await unplugged.evaluate('document.querySelector("#recording-link").href');
    expect((await fetch(String(recording))).status).toBe(200);
  });
});

/** A script for a page, before its own: keeps each notice, which stays for some seconds only. */
const KEEP_NOTICES = `(() => {
  window.notices = [];
  const keep = () => window.notices.push(document.querySelector('#notice').innerText);
  document.addEventListener('DOMContentLoaded', () =>
    new MutationObserver(keep).observe(document.querySelector('#notice'), { childList: true, subtree: true, characterData: true }));
})();`;
const CUT_MS = 5000;

describeWith([CHROMIUM, FFMPEG], 'a server that goes and comes back', () => {
  let first: RunningServer;
  let line: CutLine;
  let page: BrowserPage;

  beforeEach(async () => {
    first = await RunningServer.start();
    line = await CutLine.open(first.port);
    page = await openChromium();
    await page.beforeScripts(KEEP_SENT_CHUNKS);
    await page.beforeScripts(KEEP_NOTICES);
    await page.open(line.address);
    await page.click('#start');
    await waitForState(page, 'live');
    await waitForChunks(page, 4);
  });

  afterEach(async () => {
    await page.close();
    await line.close();
    await first.stop();
  });

  test('after a cut of five seconds the stream goes on and not one chunk is missing', async () => {
    line.cut();
    await waitForState(page, 'reconnecting');
    await waitForText(page, '#notice', /The server is gone.*Check that it still runs/s);
    await pause(CUT_MS);
    await takePictures(page, 'server-gone');
    line.mend();
    await waitForState(page, 'live');
    await waitForMoreChunks(page);
    const pieces = await expectAllStored(page, first, await stopStream(page));
    expect(pieces.at(-1)?.endMs).toBeGreaterThan(CUT_MS);
  });

  test('a server that was killed and started again is said, and not one chunk is missing', async () => {
    await first.kill();
    await waitForState(page, 'reconnecting');
    const second = await RunningServer.start(0, first.dataDirectory);
    try {
      line.mend(second.port);
      await waitForState(page, 'live');
      await waitFor(page, 'notices.some((text) => /The server is back after \\d+ s.*Nothing is lost/s.test(text))');
      await waitFor(page, 'Number(document.querySelector("#camera-fps").innerText) > 0');
      await waitForMoreChunks(page);
      await expectAllStored(page, second, await stopStream(page));
    } finally {
      await second.stop();
    }
  });
});
