import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { WebSocket } from 'ws';
import { valueWhen, waitFor, waitForState, waitForText, type BrowserPage } from '../support/browser-page.js';
import { openChromium } from '../support/chromium-page.js';
import { openFirefox } from '../support/firefox-page.js';
import { FixturePublisher, streamBegun } from '../support/fixture-publisher.js';
import { takePictures } from '../support/journey.js';
import { FACE_PHOTOS } from '../support/places.js';
import { RunningServer } from '../support/running-server.js';
import { CHROMIUM, FFMPEG, FIREFOX, describeWith } from '../support/tools.js';

// Real browsers and a server that loads its models, on a machine that may be busy.
jest.setTimeout(300_000);

const VP8_AND_SOUND = 'chromium156-faces-vp8-opus-250ms';
const VP9_AND_SOUND = 'chromium156-faces-vp9-opus-250ms';
const H264 = 'chromium156-faces-h264-opus-250ms';
const VP8_ALONE = 'firefox153-face-canvas-vp8-250ms';

const BROWSERS = [
  ['Chromium', CHROMIUM, openChromium],
  ['Firefox', FIREFOX, openFirefox],
] as const;

/** A script for a page, before its own: where in the stream a SourceBuffer was told of another codec. */
const NOTE_CODEC_CHANGES = `(() => {
  window.codecChanges = [];
  const { changeType } = SourceBuffer.prototype;
  SourceBuffer.prototype.changeType = function (type) {
    window.codecChanges.push({ type, at: this.buffered.end(this.buffered.length - 1) });
    return changeType.call(this, type);
  };
})();`;

/** An expression: the picture in an image, as a number that another picture does not have; 0 while there is none. */
const PICTURE_NUMBER = `(() => {
  const image = document.querySelector('#pictures');
  if (image.hidden || image.naturalWidth === 0) return 0;
  const context = Object.assign(document.createElement('canvas'), { width: 64, height: 48 }).getContext('2d');
  context.drawImage(image, 0, 0, 64, 48);
  return context.getImageData(0, 0, 64, 48).data.reduce((sum, value, index) => sum + value * (index + 1), 0);
})()`;

/** An expression: how many pixels of an image have the colour of the boxes that the server draws. */
const BOX_PIXELS = `(() => {
  const image = document.querySelector('#pictures');
  const canvas = Object.assign(document.createElement('canvas'), { width: image.naturalWidth, height: image.naturalHeight });
  const context = canvas.getContext('2d');
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
  let count = 0;
  for (let at = 0; at < data.length; at += 4)
    if (Math.abs(data[at] - 61) + Math.abs(data[at + 1] - 220) + Math.abs(data[at + 2] - 151) < 40) count += 1;
  return count;
})()`;

const PLAYS = `!document.querySelector('#video').hidden && document.querySelector('#pictures').hidden &&
  document.querySelector('#video').error === null && !document.querySelector('#video').paused`;

describeWith([CHROMIUM, FIREFOX, FFMPEG], 'the page of a viewer of what is not always VP8', () => {
  let server: RunningServer;

  beforeAll(async () => {
    // A publisher of still images may say nothing for as long as a busy browser takes to open a page.
    server = await RunningServer.start(0, undefined, ['--start-timeout-ms', '300000', '--idle-timeout-ms', '600000']);
  });

  afterAll(async () => server.stop());

  describe.each(BROWSERS)('in %s', (name, _tool, openBrowser) => {
    let page: BrowserPage;

    beforeAll(async () => {
      page = await openBrowser();
      await page.beforeScripts(NOTE_CODEC_CHANGES);
    });

    afterAll(async () => page.close());

    async function playsOn(from: number): Promise<void> {
      await waitFor(page, `${PLAYS} && document.querySelector('#video').currentTime > ${from}`);
    }

    async function pictureOtherThan(picture: number): Promise<number> {
      return Number(await valueWhen(page, PICTURE_NUMBER, (seen) => ![0, picture].includes(Number(seen))));
    }

    /** A still image that is there as a whole: it may come in parts, and then it stays. */
    async function stillOtherThan(still: number): Promise<number> {
      let last = 0;
      const isWhole = (seen: unknown): boolean => {
        const isSame = seen === last;
        last = Number(seen);
        return isSame && ![0, still].includes(last);
      };
      return Number(await valueWhen(page, PICTURE_NUMBER, isWhole));
    }

    test('another codec plays on, one it cannot play is shown as pictures, and then there is video again', async () => {
      const stream = `codecs-${name}`;
      const publisher = await FixturePublisher.start(server, stream, VP8_AND_SOUND);
      await page.open(`${server.address}watch/${stream}`);
      await playsOn(0.5);
      publisher.change(VP9_AND_SOUND);
      await waitFor(page, 'window.codecChanges.length > 0');
      expect(await page.evaluate('window.codecChanges[0].type')).toContain('vp09');
      await playsOn(Number(await page.evaluate('window.codecChanges[0].at')) + 0.5);
      publisher.change(H264);
      const first = await pictureOtherThan(0);
      await waitForText(page, '#hint', /This browser cannot play the codec/);
      await pictureOtherThan(first);
      // Without sound it is another number of tracks, for which the player needs another MediaSource.
      const before = JSON.stringify(await page.evaluate('document.querySelector("#video").src'));
      publisher.change(VP8_ALONE);
      await waitFor(page, `document.querySelector('#video').src !== ${before}`);
      await waitFor(page, `document.querySelector('#video').readyState >= 3`);
      await playsOn(Number(await page.evaluate('document.querySelector("#video").currentTime')) + 0.5);
      await publisher.stop();
      await waitForState(page, 'ended');
      expect(page.errors).toEqual([]);
    });

    test('of still images the newest is shown with its boxes, though no other may ever follow', async () => {
      const stream = `stills-${name}`;
      const publisher = new WebSocket(`ws://127.0.0.1:${server.port}/ingest?stream=${stream}`);
      await streamBegun(publisher);
      await page.open(`${server.address}watch/${stream}`);
      publisher.send(await readFile(join(FACE_PHOTOS, 'sample1.jpg')));
      const first = await stillOtherThan(0);
      await waitForText(page, '#pill-text', /^Live$/);
      await waitForText(page, '#codec', /^jpeg$/);
      await waitFor(page, `${BOX_PIXELS} > 300`);
      publisher.send(await readFile(join(FACE_PHOTOS, 'sample2.jpg')));
      await stillOtherThan(first);
      await takePictures(page, `${name.toLowerCase()}-watch-stills`);
      publisher.close();
      await waitForState(page, 'ended');
      await waitForText(page, '#message-text', /^Its images are kept:$/);
      expect(page.errors).toEqual([]);
    });
  });
});
