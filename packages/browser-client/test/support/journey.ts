import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import { valueWhen, waitFor, waitForState, waitForText, type BrowserPage } from './browser-page.js';
import { countAccepted, countFrames, fetchPieces, playAll, printTable, type Piece } from './piece-table.js';
import { TEST_RESULTS } from './places.js';
import type { RunningServer } from './running-server.js';
import { CHUNKS_SENT, sentChunks, sequencesWithBlocks } from './sent-chunks.js';

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
  await waitFor(page, 'Number(document.querySelector("#faces").innerText) > 0');
  await waitFor(page, isDrawn('#live-boxes'));
}

const FIGURES = ['camera-fps', 'detection-fps', 'latency', 'faces', 'skipped', 'codec'] as const;

/**
 * The figures that the page shows of a live stream, once it shows them all at the same moment: rates and age of the picture
 * above zero, a number of faces, and a codec.
 */
export async function readFigures(page: BrowserPage): Promise<Readonly<Record<string, string>>> {
  const all = `Object.fromEntries(${JSON.stringify(FIGURES)}.map((id) => [id, document.getElementById(id).innerText]))`;
  return asTexts(await valueWhen(page, all, (value) => areFigures(asTexts(value))));
}

function areFigures({ faces = '', codec = '', ...rates }: Readonly<Record<string, string>>): boolean {
  const areAboveZero = ['camera-fps', 'detection-fps', 'latency'].every(
    // Thousands are set apart by a space.
    (id) => Number(rates[id]?.replace(/\s/g, '')) > 0,
  );
  return areAboveZero && /^\d+$/.test(faces) && /\w/.test(codec);
}

/** Stops the stream on the page and gives its ID once the recording is closed. */
export async function stopStream(page: BrowserPage): Promise<string> {
  await page.click('#stop');
  await waitForState(page, 'ended');
  return String(await page.evaluate('document.querySelector("#recording-link").pathname.split("/")[3]'));
}

/** Every chunk that was sent is a file that ffprobe and this browser take, and so is the recording. Prints the table. */
export async function expectEveryPieceToPlay(page: BrowserPage, server: RunningServer, stream: string): Promise<void> {
  const pieces = await expectAllStored(page, server, stream);
  const refusals: string[] = [];
  const acceptedByFfprobe = await countAccepted(server.address, pieces, (reason) => refusals.push(reason));
  const playbacks = await playAll(page, pieces);
  const playedByBrowser = playbacks.filter(({ outcome }) => outcome === 'played').length;
  const sent = Number(await page.evaluate(CHUNKS_SENT));
  printTable(page.browser, { sent, stored: pieces.length, acceptedByFfprobe, playedByBrowser });
  expect(refusals).toEqual([]);
  expect(playbacks.filter(({ outcome }) => outcome !== 'played')).toEqual([]);
  const recording = new URL(`/api/streams/${stream}/recording.webm`, server.address).href;
  expect(await countFrames(recording)).toBeGreaterThan(10);
}

/** Of each chunk that completes a block there is a file; nor is any video missing at the beginning. The stream has ended. */
export async function expectAllStored(
  page: BrowserPage,
  server: Pick<RunningServer, 'address'>,
  stream: string,
): Promise<readonly Piece[]> {
  const pieces = await fetchPieces(server.address, stream);
  const chunks = await sentChunks(page);
  expect(chunks).toHaveLength(Number(await page.evaluate(CHUNKS_SENT)));
  expect(chunks.length).toBeGreaterThan(10);
  expect(pieces.map(({ sequence }) => sequence)).toEqual(sequencesWithBlocks(chunks));
  expect(pieces[0]?.startMs).toBeLessThan(100);
  return pieces;
}

/**
 * The page plays the recording by itself when a stream has ended; its own player plays a chunk that is clicked to the end,
 * with the boxes of its own moment.
 */
export async function expectChunkToPlayInPage(page: BrowserPage, server: RunningServer, stream: string): Promise<void> {
  // By then the list of chunks is complete, and nothing takes the stage from the chunk any more.
  await waitFor(page, `document.querySelector("#playback-video").src.endsWith("/${stream}/recording.webm")`);
  const withFaces = await piecesEndingWithFaces(server, stream);
  expect(withFaces.length).toBeGreaterThan(0);
  for (const share of [0.2, 0.5, 0.8]) {
    const { path } = withFaces[Math.floor(withFaces.length * share)] ?? { path: '' };
    const selector = `.chunk[data-path="${path}"]`;
    await page.click(selector);
    await waitFor(page, `document.querySelector("#playback-video").src.endsWith(${JSON.stringify(path)})`);
    await waitFor(page, 'document.querySelector("#playback-video").ended');
    expect(await page.evaluate(`document.querySelector('${selector}').ariaCurrent`)).toBe('true');
    await waitForText(page, '#playback-title', /^Chunk \d+ · [\d.]+/);
    await waitFor(page, isDrawn('#playback-boxes'));
  }
}

/** Boxes without a successor are shown for 900 ms; a face that was found in the very last frame may be a moment too late. */
const FOUND_BEFORE_END_MS = { least: 100, most: 800 } as const;
/** Boxes move from one analysed frame to the next over so long a pause, and are gone where the next has none. */
const BRIDGE_MS = 1000;
/** The page lists so many chunks to begin with. */
const ROWS = 40;

/** The newest pieces at whose end faces are found, before and behind it: when they have been played, boxes are there. */
async function piecesEndingWithFaces(server: RunningServer, stream: string): Promise<readonly Piece[]> {
  const lines = await (await fetch(new URL(`/api/streams/${stream}/detections.ndjson`, server.address))).text();
  const frames = lines.split('\n').flatMap((line) => framesOf(line));
  const { least, most } = FOUND_BEFORE_END_MS;
  return (await fetchPieces(server.address, stream)).slice(-ROWS).filter(({ startMs, endMs }) => {
    const around = frames.filter(({ timestampMs: ms }) => ms >= startMs && ms > endMs - most && ms < endMs + BRIDGE_MS);
    return around.every(({ hasFaces }) => hasFaces) && around.some(({ timestampMs: ms }) => ms <= endMs - least);
  });
}

function framesOf(line: string): readonly { readonly timestampMs: number; readonly hasFaces: boolean }[] {
  if (line === '') return [];
  const { timestampMs, detections } = asDetections(JSON.parse(line));
  return [{ timestampMs, hasFaces: detections.length > 0 }];
}

/** Saves what the page looks like at desktop and at phone width, for people. */
export async function takePictures(page: BrowserPage, name: string): Promise<void> {
  await mkdir(TEST_RESULTS, { recursive: true });
  await page.screenshot(join(TEST_RESULTS, `${name}-desktop.png`));
  await resizeTo(page, 390, 844);
  await page.screenshot(join(TEST_RESULTS, `${name}-phone.png`));
  await resizeTo(page, 1280, 800);
}

/** No part of the page is wider than the window, down to the narrowest phone. */
export async function expectNothingToOverflow(page: BrowserPage): Promise<void> {
  for (const width of [360, 768, 1280]) {
    await resizeTo(page, width, 800);
    await waitFor(page, 'document.documentElement.scrollWidth <= innerWidth', 10_000);
  }
}

/** Resizes the window, and waits until the page has been drawn in the new size. */
async function resizeTo(page: BrowserPage, width: number, height: number): Promise<void> {
  await page.resize(width, height);
  await waitFor(page, `innerWidth === ${width} && innerHeight === ${height}`);
  await page.evaluate('new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve(0))))');
}

/** Where what the page returned becomes typed. */
function asTexts(value: unknown): Readonly<Record<string, string>> {
  return value as Readonly<Record<string, string>>;
}

/** Boundary: the lines are written by the server under test. */
function asDetections(line: unknown): { readonly timestampMs: number; readonly detections: readonly unknown[] } {
  return line as { readonly timestampMs: number; readonly detections: readonly unknown[] };
}
