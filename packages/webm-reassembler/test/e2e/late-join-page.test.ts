import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { chromium } from 'playwright-core';
import { WebSocket } from 'ws';
import { docExamples } from '../support/doc-examples.js';
import { ExampleWorkplace } from '../support/example-workplace.js';
import { loadFixture } from '../support/recordings.js';

const EXAMPLES = docExamples(['docs/late-join-with-mse.md']);
const CHROMIUM = process.env['CHROMIUM_PATH'] ?? spawnSync('which', ['chromium'], { encoding: 'utf8' }).stdout.trim();

/** For each step, on a machine that may be busy. */
const PATIENCE_MS = 60_000;

/** Where Chromium is missing the test is reported as skipped, with the reason; where `CI` is true it runs, and fails. */
const isRun = CHROMIUM !== '' || process.env['CI'] === 'true';

describe('the examples of docs/late-join-with-mse.md', () => {
  (isRun ? test : test.skip)(
    `play in Chromium from the middle of a stream on${isRun ? '' : ' (skipped: on Debian, apt install chromium)'}`,
    async () => {
      const place = new ExampleWorkplace();
      const pages = await servePage(exampleNamed('late-join-page').code);
      const port = await freePort();
      place.start(exampleNamed('late-join-server'), port);
      const publisher = await connect(`ws://127.0.0.1:${port}/publish`);
      const { chunks } = loadFixture('chromium156-long-gop-vp8-opus-250ms');
      const half = Math.floor(chunks.length / 2);
      for (const chunk of chunks.slice(0, half)) publisher.send(chunk);
      const browser = await chromium.launch({ executablePath: CHROMIUM, args: flags(), timeout: PATIENCE_MS });
      try {
        const page = await browser.newPage();
        await page.goto(`http://127.0.0.1:${(pages.address() as AddressInfo).port}/`);
        await page.evaluate(`void watch(document.querySelector('video'), 'ws://127.0.0.1:${port}/')`);
        // Joined in the middle, before the rest comes.
        await page.waitForFunction(HAS_JOINED, undefined, { timeout: PATIENCE_MS });
        for (const chunk of chunks.slice(half)) publisher.send(chunk);
        await page.waitForFunction(HAS_PLAYED, undefined, { timeout: PATIENCE_MS });
        expect(await page.evaluate(`document.querySelector('video').error`)).toBeNull();
        expect(await page.evaluate(`document.querySelector('video').videoWidth`)).toBe(640);
      } finally {
        await browser.close();
        publisher.close();
        pages.close();
        place.remove();
      }
    },
    4 * PATIENCE_MS,
  );
});

const HAS_JOINED = `document.querySelector('video').buffered.length > 0`;

/** Two seconds of it, with pictures: not only buffered. */
const HAS_PLAYED = `(() => {
  const video = document.querySelector('video');
  const played = video.played.length > 0 ? video.played.end(video.played.length - 1) - video.played.start(0) : 0;
  return played > 2 && video.getVideoPlaybackQuality().totalVideoFrames > 30;
})()`;

function exampleNamed(name: string) {
  const example = EXAMPLES.find((candidate) => candidate.name === name);
  if (example === undefined) throw new Error(`docs/late-join-with-mse.md has no example ${name}`);
  return example;
}

async function servePage(script: string): Promise<Server> {
  const page = `<!doctype html><video muted></video><script>${script}</script>`;
  const server = createServer((_, response) => response.setHeader('content-type', 'text/html').end(page));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

/** A port that is free, and none of those (from 32768 on) that systems give away when any will do: it stays free. */
async function freePort(): Promise<number> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 10_000);
    const server = createServer();
    const isFree = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false));
      server.listen(port, () => resolve(true));
    });
    if (!isFree) continue;
    server.close();
    await once(server, 'close');
    return port;
  }
}

/** Connects, trying again until the server listens. */
async function connect(address: string): Promise<WebSocket> {
  const endMs = Date.now() + PATIENCE_MS;
  for (;;) {
    const socket = new WebSocket(address);
    try {
      await once(socket, 'open');
      return socket;
    } catch (error) {
      if (Date.now() > endMs) throw error;
      await sleep(100);
    }
  }
}

function flags(): string[] {
  // Chromium refuses its sandbox to root.
  return ['--autoplay-policy=no-user-gesture-required', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])];
}
