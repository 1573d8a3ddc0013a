import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import puppeteer from 'puppeteer-core';
import { PATIENCE_MS, type BrowserPage } from './browser-page.js';
import { FACE_PHOTOS } from './places.js';
import { FIREFOX, pathOf } from './tools.js';

/** Opens a page in the real Firefox. Its own fake camera shows colours; `faceCamera` replaces it. */
export async function openFirefox(): Promise<BrowserPage> {
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath: pathOf(FIREFOX),
    defaultViewport: { width: 1280, height: 800 },
    timeout: 2 * PATIENCE_MS,
    protocolTimeout: 10 * PATIENCE_MS,
    extraPrefsFirefox: {
      'media.navigator.streams.fake': true,
      'media.navigator.permission.disabled': true,
      'media.autoplay.default': 0,
    },
  });
  const page = await browser.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  return {
    browser: (await browser.version()).replace(/^firefox\//i, 'Firefox '),
    errors,
    open: async (address) => void (await page.goto(address)),
    click: (selector) => page.click(selector),
    evaluate: (expression) => page.evaluate(expression),
    beforeScripts: async (script) => void (await page.evaluateOnNewDocument(script)),
    resize: (width, height) => page.setViewport({ width, height }),
    screenshot: async (path) => void (await page.screenshot({ path: asPng(path) })),
    close: () => browser.close(),
  };
}

/** A script that makes `getUserMedia` give a canvas on which the photo of a face moves slowly to and fro. */
export async function faceCamera(): Promise<string> {
  const photo = await readFile(join(FACE_PHOTOS, 'sample1.jpg'));
  return `(() => {
    const octets = Uint8Array.from(atob(${JSON.stringify(photo.toString('base64'))}), (letter) => letter.charCodeAt(0));
    // The empty first page is not secure and has no cameras.
    if (navigator.mediaDevices) navigator.mediaDevices.getUserMedia = async () => {
      const photo = await createImageBitmap(new Blob([octets], { type: 'image/jpeg' }));
      const canvas = Object.assign(document.createElement('canvas'), { width: 640, height: 480 });
      const context = canvas.getContext('2d', { alpha: false });
      const started = performance.now();
      setInterval(() => {
        const seconds = (performance.now() - started) / 1000;
        context.drawImage(photo, -80 - 80 * Math.sin(seconds), -60 - 60 * Math.cos(seconds), 800, 600);
      }, 33);
      return canvas.captureStream(30);
    };
  })();`;
}

/** Boundary: puppeteer wants to see the ending in the type. */
function asPng(path: string): `${string}.png` {
  if (!path.endsWith('.png')) throw new Error(`${path} is not a PNG`);
  return path as `${string}.png`;
}
