import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { loadFixture } from '../../../../fixtures/load.js';
import { textOf, waitFor, waitForState, type BrowserPage } from '../support/browser-page.js';
import { openChromium } from '../support/chromium-page.js';
import { openFirefox } from '../support/firefox-page.js';
import { expectNothingToOverflow, takePictures } from '../support/journey.js';
import { RunningServer } from '../support/running-server.js';
import { CHROMIUM, FFMPEG, FIREFOX, describeWith } from '../support/tools.js';

// Real browsers and a server that loads its models, on a machine that may be busy.
jest.setTimeout(120_000);

const FACES = 'chromium156-faces-vp8-opus-250ms';
const RESIZED = 'chromium156-resize-canvas-vp8-opus-250ms';

const BROWSERS = [
  ['Chromium', CHROMIUM, openChromium],
  ['Firefox', FIREFOX, openFirefox],
] as const;

describeWith([CHROMIUM, FIREFOX, FFMPEG], 'the page of the recordings', () => {
  let server: RunningServer;

  beforeAll(async () => {
    server = await RunningServer.start();
    await publish('resized', RESIZED);
    await publish('faces', FACES);
  });

  afterAll(async () => server.stop());

  /** As a request, a little faster than it was recorded. */
  async function publish(stream: string, fixture: string): Promise<void> {
    const { chunks } = loadFixture(fixture);
    const body = new ReadableStream({
      async start(controller) {
        for (const chunk of chunks) {
          controller.enqueue(chunk);
          await new Promise((resolve) => setTimeout(resolve, 60));
        }
        controller.close();
      },
    });
    // `duplex` is what fetch of Node wants for a body that streams.
    const options: RequestInit & { readonly duplex: 'half' } = { method: 'PUT', body, duplex: 'half' };
    const { status } = await fetch(`${server.address}api/streams/${stream}`, options);
    expect(status).toBe(201);
  }

  describe.each(BROWSERS)('in %s', (name, _tool, openBrowser) => {
    let page: BrowserPage;

    beforeAll(async () => {
      page = await openBrowser();
      await page.open(`${server.address}recordings`);
      await waitForState(page, 'listed');
    });

    afterAll(async () => page.close());

    async function choose(stream: string): Promise<void> {
      await page.click(`[data-stream="${stream}"]`);
      await waitFor(page, 'document.querySelector("#video").currentTime > 0.3', 30_000);
    }

    test('lists them newest first, with how long they are and what was seen', async () => {
      const streams = await page.evaluate(
        '[...document.querySelectorAll(".recording")].map((row) => row.dataset.stream)',
      );
      expect(streams).toEqual(['faces', 'resized']);
      expect(await textOf(page, '[data-stream="faces"]')).toMatch(/0:0\d[^]*face[^]*MB · VP8 \+ Opus · faces/);
    });

    test('plays one, goes where it is told to, and draws the boxes of that moment', async () => {
      await choose('faces');
      await waitFor(page, 'document.querySelectorAll("#faces .seen").length > 5');
      await takePictures(page, `${name.toLowerCase()}-recordings`);
      const checked = await page.evaluate(CHECK_BOXES);
      expect(checked).toEqual({ withFaces: 4, drawnWhereFound: 4, emptyInside: 4 });
    });

    test('plays the files of a recording that has several as one', async () => {
      await choose('resized');
      await page.evaluate(`${SEEK}; seekTo(Number(document.querySelector('#position').max) - 300)`);
      await waitFor(page, 'document.querySelector("#video").src.includes("recording-")', 30_000);
      await waitFor(
        page,
        'document.querySelector("#video").currentTime > 0.1 && !document.querySelector("#video").seeking',
      );
      expect(await page.evaluate('document.querySelectorAll("#downloads a").length')).toBeGreaterThan(1);
      await expectNothingToOverflow(page);
    });
  });

  test('deletes one, but only after asking', async () => {
    await publish('unwanted', RESIZED);
    const page = await openChromium();
    await page.open(`${server.address}recordings`);
    await waitForState(page, 'listed');
    await page.click('[data-stream="unwanted"]');
    await page.click('#delete');
    await page.click('#confirm button[value="keep"]');
    expect((await fetch(`${server.address}api/streams/unwanted`)).status).toBe(200);
    await page.click('#delete');
    await page.click('#confirm-delete');
    await waitFor(page, '!document.querySelector(\'[data-stream="unwanted"]\')');
    expect((await fetch(`${server.address}api/streams/unwanted`)).status).toBe(404);
    expect(page.errors).toEqual([]);
    await page.close();
  });

  test('beside it, the description of the API is a page that works under the same policy', async () => {
    const page = await openChromium();
    await page.open(`${server.address}docs/`);
    await waitFor(page, 'document.querySelectorAll(".opblock").length > 8', 30_000);
    await page.close();
  });
});

/** Moves the position as a person does. */
const SEEK = `globalThis.seekTo = (timestampMs) => {
  const position = document.querySelector('#position');
  position.value = String(timestampMs);
  position.dispatchEvent(new Event('input'));
}`;

/**
 * Goes to four frames in which one face was found, and looks whether the canvas has a line at the left edge of the box,
 * at half its height, and nothing in its middle.
 */
const CHECK_BOXES = `(async () => {
  ${SEEK};
  const [video, canvas] = [document.querySelector('#video'), document.querySelector('#boxes')];
  const lines = (await (await fetch('/api/streams/faces/detections.ndjson')).text()).trim().split('\\n').map((line) => JSON.parse(line));
  const inside = ({ box }) => box.x > 0.05 && box.x + box.width < 0.95 && box.y > 0.1;
  const alone = lines.filter(({ detections }) => detections.length === 1 && detections.every(inside));
  const chosen = [0.2, 0.4, 0.6, 0.8].map((share) => alone[Math.floor(alone.length * share)]);
  video.pause();
  const checked = { withFaces: 0, drawnWhereFound: 0, emptyInside: 0 };
  for (const { timestampMs, detections: [{ box }] } of chosen) {
    const seeked = new Promise((resolve) => video.addEventListener('seeked', resolve, { once: true }));
    seekTo(timestampMs);
    await seeked;
    await new Promise((resolve) => setTimeout(resolve, 600));
    const fit = Math.min(canvas.width / video.videoWidth, canvas.height / video.videoHeight);
    const [width, height] = [video.videoWidth * fit, video.videoHeight * fit];
    const [left, top] = [(canvas.width - width) / 2, (canvas.height - height) / 2];
    const isDrawn = (x, y, radius) => {
      const { data } = canvas.getContext('2d').getImageData(left + x * width - radius, top + y * height - radius, 2 * radius + 1, 2 * radius + 1);
      return data.some((value) => value > 0);
    };
    checked.withFaces += 1;
    // Half a hundredth of the picture: boxes move by more than that from one analysed frame to the next.
    if (isDrawn(box.x, box.y + box.height / 2, Math.ceil(width / 100))) checked.drawnWhereFound += 1;
    if (!isDrawn(box.x + box.width / 2, box.y + box.height * 0.6, 2)) checked.emptyInside += 1;
  }
  return checked;
})()`;
