import { afterAll, afterEach, beforeAll, expect, jest, test } from '@jest/globals';
import { textOf, waitForState, waitForText, type BrowserPage } from '../support/browser-page.js';
import { openChromium } from '../support/chromium-page.js';
import { CutLine } from '../support/cut-line.js';
import { startAndSeeBoxes, takePictures } from '../support/journey.js';
import { RunningServer } from '../support/running-server.js';
import { waitForMoreChunks } from '../support/sent-chunks.js';
import { CHROMIUM, FFMPEG, describeWith } from '../support/tools.js';

// A browser and a server need seconds to start, more where other tests run beside this one.
jest.setTimeout(300_000);

interface Listed {
  readonly streams: readonly { readonly id: string; readonly state: string; readonly chunks: number }[];
}

interface Frames {
  readonly frames: readonly { readonly sequence: number; readonly timestampMs: number; readonly path: string }[];
}

describeWith([CHROMIUM, FFMPEG], 'the page in a browser that records no WebM', () => {
  let server: RunningServer;
  let page: BrowserPage | undefined;

  beforeAll(async () => {
    server = await RunningServer.start();
  });

  afterEach(async () => {
    await page?.close();
    page = undefined;
  });

  afterAll(async () => server.stop());

  async function askJson(path: string): Promise<unknown> {
    return (await fetch(new URL(path, server.address))).json();
  }

  /** Stops, and gives the images that the server has of the newest stream. */
  async function stopAndList(on: BrowserPage): Promise<Frames['frames']> {
    await on.click('#stop');
    await waitForState(on, 'ended');
    const [newest] = ((await askJson('/api/streams')) as Listed).streams;
    expect(newest?.state).toBe('ended');
    return ((await askJson(`/api/streams/${String(newest?.id)}/frames`)) as Frames).frames;
  }

  test('without MediaRecorder sends pictures, says so, shows boxes, and loses none to a cut', async () => {
    const line = await CutLine.open(server.port);
    const old = await openChromium();
    page = old;
    try {
      await old.beforeScripts('delete globalThis.MediaRecorder');
      await startAndSeeBoxes(old, { address: line.address });
      await waitForText(old, '#pill-text', /^Live, pictures only$/);
      await waitForText(old, '#upload-line', /This browser records no WebM video/);
      await takePictures(old, 'chromium-stills');
      line.cut();
      await waitForState(old, 'reconnecting');
      line.mend();
      await waitForState(old, 'live');
      await waitForMoreChunks(old);
      const frames = await stopAndList(old);
      expect(await textOf(old, '#upload-line')).toContain('all confirmed');
      const sent = Number.parseInt(await textOf(old, '#upload-line'), 10);
      expect(sent).toBeGreaterThan(3);
      expect(frames.map(({ sequence }) => sequence)).toEqual(Array.from({ length: sent }, (_, index) => index));
      const image = await fetch(new URL(frames[0]?.path ?? '', server.address));
      expect([...new Uint8Array(await image.arrayBuffer()).subarray(0, 3)]).toEqual([0xff, 0xd8, 0xff]);
      expect(old.errors.filter((error) => !error.includes('WebSocket'))).toEqual([]);
    } finally {
      await line.close();
    }
  });

  test('with a MediaRecorder that writes MP4 sends pictures too, and turns the camera off at the end', async () => {
    const other = await openChromium();
    page = other;
    await other.beforeScripts(`MediaRecorder.isTypeSupported = (type) => type.includes('mp4');
      const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
      navigator.mediaDevices.getUserMedia = async (wish) => (globalThis.camera = await open(wish));`);
    await startAndSeeBoxes(other, server);
    await waitForText(other, '#pill-text', /^Live, pictures only$/);
    expect((await stopAndList(other)).length).toBeGreaterThan(0);
    expect(await other.evaluate('camera.getTracks().map((track) => track.readyState)')).toEqual(['ended']);
  });
});
