import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from '@jest/globals';
import { textOf, waitFor, waitForState, type BrowserPage } from './browser-page.js';
import { countAccepted, countFrames, fetchPieces, playAll, printTable, type Piece } from './piece-table.js';
import { TEST_RESULTS } from './places.js';
import type { RunningServer } from './running-server.js';

/** An expression: whether anything is drawn on a canvas. */
export function isDrawn(canvas: string): string {
  return `(() => {
    const canvas = document.querySelector('${canvas}');
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width || 1, canvas.height || 1);
    return data.some((value) => value > 0);
  })()`;
}

/**
 * One click, then boxes: waits until faces are found and drawn.
 *
 * @param beforehand what a person does before that click
 */
export async function startAndSeeBoxes(
  page: BrowserPage,
  server: Pick<RunningServer, 'address'>,
  beforehand?: () => Promise<void>,
): Promise<void> {
  await page.open(server.address);
  await beforehand?.();
  await page.click('#start');
  await waitForState(page, 'live');
  await waitFor(page, 'Number(document.querySelector("#faces").innerText) > 0', 30_000);
  await waitFor(page, isDrawn('#live-boxes'), 30_000);
}

/** The figures that the page shows of a live stream. */
export async function readFigures(page: BrowserPage): Promise<Readonly<Record<string, string>>> {
  await waitFor(page, 'Number(document.querySelector("#detection-fps").innerText) > 0');
  const figures: Record<string, string> = {};
  for (const id of ['camera-fps', 'detection-fps', 'latency', 'faces', 'skipped', 'codec'])
    figures[id] = await textOf(page, `#${id}`);
  return figures;
}

/** Stops the stream on the page and gives its ID once the recording is closed. */
export async function stopStream(page: BrowserPage): Promise<string> {
  await page.click('#stop');
  await waitForState(page, 'ended', 30_000);
  return String(await page.evaluate('document.querySelector("#recording-link").pathname.split("/")[3]'));
}

/**
 * Every chunk that was sent is a file that ffprobe and this browser take, and so is the recording. Prints the table.
 *
 * Chromium's very first chunk is often a single octet (0x1A, the first of the EBML header's ID). No block ends in it, so
 * there is nothing to store; the piece of the next chunk then begins at the very beginning.
 */
export async function expectEveryPieceToPlay(page: BrowserPage, server: RunningServer, stream: string): Promise<void> {
  const sent = Number.parseInt(await textOf(page, '#upload-line'), 10);
  const pieces = await fetchPieces(server.address, stream);
  const refusals: string[] = [];
  const acceptedByFfprobe = await countAccepted(server.address, pieces, (reason) => refusals.push(reason));
  const playbacks = await playAll(page, pieces);
  const playedByBrowser = playbacks.filter(({ outcome }) => outcome === 'played').length;
  printTable(page.browser, { sent, stored: pieces.length, acceptedByFfprobe, playedByBrowser });
  expectAllStored(pieces, sent);
  expect(refusals).toEqual([]);
  expect(playbacks.filter(({ outcome }) => outcome !== 'played')).toEqual([]);
  const recording = new URL(`/api/streams/${stream}/recording.webm`, server.address).href;
  expect(await countFrames(recording)).toBeGreaterThan(10);
}

/** No chunk is missing in the middle or at the end, nor any video at the beginning. */
export function expectAllStored(pieces: readonly Piece[], sent: number): void {
  const first = pieces[0]?.sequence ?? -1;
  expect(sent).toBeGreaterThan(10);
  expect([0, 1]).toContain(first);
  expect(pieces[0]?.startMs).toBeLessThan(100);
  expect(pieces.map((piece) => piece.sequence)).toEqual(
    Array.from({ length: sent - first }, (_, index) => first + index),
  );
}

/** The page's own player: a click on a chunk plays it to the end, with the boxes of its own moment. */
export async function expectChunkToPlayInPage(page: BrowserPage): Promise<void> {
  const chunks = Number(await page.evaluate('document.querySelectorAll(".chunk").length'));
  const rows = [0, Math.floor(chunks / 3), Math.floor(chunks / 2)];
  let withBoxes = 0;
  for (const row of rows) {
    const selector = `.chunks li:nth-child(${row + 1}) .chunk`;
    await page.click(selector);
    const path = JSON.stringify(await page.evaluate(`document.querySelector("${selector}").dataset.path`));
    await waitFor(page, `document.querySelector("#playback-video").src.endsWith(${path})`);
    await waitFor(page, 'document.querySelector("#playback-video").ended');
    expect(await page.evaluate(`document.querySelector("${selector}").ariaCurrent`)).toBe('true');
    expect(await textOf(page, '#playback-title')).toMatch(/^Chunk \d+ · [\d.]+/);
    if (await page.evaluate(isDrawn('#playback-boxes'))) withBoxes += 1;
  }
  // A face at the edge of a picture may not be found, so not every chunk must have boxes.
  expect(withBoxes).toBeGreaterThan(0);
}

/** Saves what the page looks like at desktop and at phone width, for people. */
export async function takePictures(page: BrowserPage, name: string): Promise<void> {
  await mkdir(TEST_RESULTS, { recursive: true });
  await page.screenshot(join(TEST_RESULTS, `${name}-desktop.png`));
  await page.resize(390, 844);
  await pause(700);
  await page.screenshot(join(TEST_RESULTS, `${name}-phone.png`));
  await page.resize(1280, 800);
  await pause(300);
}

/** No part of the page is wider than the window, down to the narrowest phone. */
export async function expectNothingToOverflow(page: BrowserPage): Promise<void> {
  for (const width of [360, 768, 1280]) {
    await page.resize(width, 800);
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
  }
}
