import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { loadFixture } from '../../../../fixtures/load.js';
import { PATIENCE_MS, textOf, waitFor, waitForState, type BrowserPage } from '../support/browser-page.js';
import { openChromium } from '../support/chromium-page.js';
import { openFirefox } from '../support/firefox-page.js';
import { expectNothingToOverflow, takePictures } from '../support/journey.js';
import { RunningServer } from '../support/running-server.js';
import { CHROMIUM, FFMPEG, FIREFOX, describeWith } from '../support/tools.js';

// Real browsers and a server that loads its models, on a machine that may be busy.
jest.setTimeout(300_000);

const FACES = 'chromium156-faces-vp8-opus-250ms';
const OTHER_CODEC = 'chromium156-faces-vp9-opus-250ms';

/** Chunks between two of which at least one frame is looked at: a second of video. */
const LOOKED_AT_EVERY = 4;

const BROWSERS = [
  ['Chromium', CHROMIUM, openChromium],
  ['Firefox', FIREFOX, openFirefox],
] as const;

describeWith([CHROMIUM, FIREFOX, FFMPEG], 'the page of the recordings', () => {
  let server: RunningServer;

  beforeAll(async () => {
    server = await RunningServer.start();
    await publish('two-files', [FACES, OTHER_CODEC]);
    await publishLookedAt('faces', FACES);
  });

  afterAll(async () => server.stop());

  /**
   * Publishes as a request, much faster than it was recorded.
   *
   * @param onChunk waited for behind each chunk
   */
  async function publish(
    stream: string,
    fixtures: readonly string[],
    onChunk: (index: number) => Promise<void> = async () => pause(5),
  ): Promise<void> {
    const chunks = fixtures.flatMap((fixture) => loadFixture(fixture).chunks);
    const body = new ReadableStream({
      async start(controller) {
        for (const [index, chunk] of chunks.entries()) {
          controller.enqueue(chunk);
          await onChunk(index);
        }
        controller.close();
      },
    });
    // `duplex` is what fetch of Node wants for a body that streams.
    const options: RequestInit & { readonly duplex: 'half' } = { method: 'PUT', body, duplex: 'half' };
    const { status } = await fetch(`${server.address}api/streams/${stream}`, options);
    expect(status).toBe(201);
  }

  /** No faster than it is looked at, so that there are faces from beginning to end. */
  async function publishLookedAt(stream: string, fixture: string): Promise<void> {
    await publish(stream, [fixture], async (index) => {
      await pause(60);
      if (index % LOOKED_AT_EVERY === LOOKED_AT_EVERY - 1) await isLookedAt(stream, index / LOOKED_AT_EVERY);
    });
  }

  /** Resolves when more frames of a stream have been analysed than that: a busy server leaves most of them out. */
  async function isLookedAt(stream: string, frames: number): Promise<void> {
    const log = new URL(`/api/streams/${stream}/detections.ndjson`, server.address);
    while ((await (await fetch(log)).text()).split('"type":"detections"').length - 1 <= Math.floor(frames))
      await pause(50);
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
      await waitFor(page, `document.querySelector('[data-stream="${stream}"]').ariaCurrent === 'true'`);
      await waitFor(page, 'document.querySelector("#video").currentTime > 0.3');
    }

    test('lists them newest first, with how long they are and what was seen', async () => {
      const streams = await page.evaluate(
        '[...document.querySelectorAll(".recording")].map((row) => row.dataset.stream)',
      );
      expect(streams).toEqual(['faces', 'two-files']);
      expect(await textOf(page, '[data-stream="faces"]')).toMatch(/0:0\d[^]*face[^]*MB · VP8 \+ Opus · faces/);
    });

    test('plays one, goes where it is told to, and draws the boxes of that moment', async () => {
      await choose('faces');
      await waitFor(page, 'document.querySelectorAll("#faces .seen").length > 0');
      await takePictures(page, `${name.toLowerCase()}-recordings`);
      const checked = await page.evaluate(CHECK_BOXES);
      expect(checked).toEqual({ looked: 4, drawnWhereFound: 4, emptyInTheCorner: 4 });
    });

    test('plays the files of a recording that has several as one', async () => {
      await choose('two-files');
      await page.evaluate(`${SEEK}; seekTo(Number(document.querySelector('#position').max) - 300)`);
      await waitFor(page, 'document.querySelector("#video").src.includes("recording-")');
      await waitFor(
        page,
        'document.querySelector("#video").currentTime > 0.1 && !document.querySelector("#video").seeking',
      );
      expect(await page.evaluate('document.querySelectorAll("#downloads a").length')).toBeGreaterThan(1);
      await expectNothingToOverflow(page);
    });
  });

  test('deletes one, but only after asking', async () => {
    await publish('unwanted', [FACES]);
    const page = await openChromium();
    await page.open(`${server.address}recordings`);
    await waitForState(page, 'listed');
    await page.click('[data-stream="unwanted"]');
    await waitFor(page, 'document.querySelector("#video").currentTime > 0.3');
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
    await waitFor(page, 'document.querySelectorAll(".opblock").length > 8');
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
 * Goes to four frames in which a face was found, and looks until the canvas has a line at the left edge of the box, at half its
 * height, and nothing in the corner, and has it still when it was drawn anew.
 */
const CHECK_BOXES = `(async () => {
  ${SEEK};
  const [video, canvas] = [document.querySelector('#video'), document.querySelector('#boxes')];
  const lines = (await (await fetch('/api/streams/faces/detections.ndjson')).text()).trim().split('\\n').map((line) => JSON.parse(line));
  const inside = ({ box }) => box.x > 0.05 && box.x + box.width < 0.95 && box.y > 0.1;
  const found = lines.filter(({ detections }) => detections.some(inside));
  const chosen = [0.2, 0.4, 0.6, 0.8].map((share) => found[Math.floor(found.length * share)]);
  const twoFrames = () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  video.pause();
  const checked = { looked: 0, drawnWhereFound: 0, emptyInTheCorner: 0 };
  for (const { timestampMs, detections } of chosen) {
    const { box } = detections.find(inside);
    const seeked = new Promise((resolve) => video.addEventListener('seeked', resolve, { once: true }));
    seekTo(timestampMs);
    await seeked;
    const isDrawn = (x, y, share) => {
      const fit = Math.min(canvas.width / video.videoWidth, canvas.height / video.videoHeight);
      const [width, height] = [video.videoWidth * fit, video.videoHeight * fit];
      const radius = Math.ceil(width * share);
      const [left, top] = [(canvas.width - width) / 2, (canvas.height - height) / 2];
      const { data } = canvas.getContext('2d').getImageData(left + x * width - radius, top + y * height - radius, 2 * radius + 1, 2 * radius + 1);
      return data.some((value) => value > 0);
    };
    const hasLine = () => isDrawn(box.x, box.y + box.height / 2, 0.01);
    // What the overlay knows of the picture that is shown comes when the browser has the time.
    for (const endMs = performance.now() + ${PATIENCE_MS}; performance.now() < endMs; ) {
      await twoFrames();
      if (!hasLine()) continue;
      await twoFrames();
      if (hasLine()) break;
    }
    checked.looked += 1;
    if (hasLine()) checked.drawnWhereFound += 1;
    if (!isDrawn(0.01, 0.99, 0.003)) checked.emptyInTheCorner += 1;
  }
  return checked;
})()`;
