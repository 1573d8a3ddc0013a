/// <reference types="node" />
/**
 * `npm run bench -- glass`: from the moment a frame of the camera is on the screen to the moment its box is, in real
 * Chromium on the real page, for two timeslices. Which frame a box belongs to is read from the picture itself.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { describeLoad, describeMachine } from '../../../webm-reassembler/bench/report/machine.mjs';
import { writeBetweenMarkers } from '../../../webm-reassembler/bench/report/write-between-markers.mjs';
import { percentilesOf } from '../../dist/cli/load/percentiles.js';
import { BITS, FIELD, makeFilm } from './film.mjs';
import { boxesOf, framesOf, hasPicture, listen, watchGlass } from './page-probe.mjs';
import { recordedNumbers } from './recorded-numbers.mjs';

const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
const DOCUMENT = fileURLToPath(new URL('../../../../docs/benchmarks.md', import.meta.url));
const TIMESLICES_MS = [250, 100];
const SECONDS = 30;
/** The first results wait for the detector to be warm and the camera to be even. */
const WARM_UP_MS = 4000;

const directory = await mkdtemp(join(tmpdir(), 'glass-'));
const film = join(directory, 'faces.mjpeg');
try {
  process.stderr.write('making the film\n');
  await makeFilm(film);
  const before = describeLoad();
  const rows = [];
  for (const timesliceMs of TIMESLICES_MS) rows.push(await measure(timesliceMs));
  const table = [
    `Machine: ${describeMachine()}. Load before and after: ${before} and ${describeLoad()}. Chromium and the server share it.`,
    `Command: \`npm run bench -- glass\`, ${SECONDS} s each, ${new Date().toISOString().slice(0, 10)}.`,
    '',
    '| timeslice | boxes | p50 | p95 |',
    '| --------- | ----- | --- | --- |',
    ...rows,
  ].join('\n');
  process.stdout.write(`${table}\n`);
  await writeBetweenMarkers(DOCUMENT, 'glass', table);
} finally {
  await rm(directory, { recursive: true, force: true });
}

/** @param {number} timesliceMs */
async function measure(timesliceMs) {
  const data = join(directory, `data-${timesliceMs}`);
  const server = spawn(process.execPath, [MAIN, '--port', '0', '--data-directory', data, '--log-level', 'error'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const url = await addressOf(server);
    const { frames, boxes, recording } = await watchPage(url, timesliceMs);
    const path = join(directory, 'recording.webm');
    await writeFile(path, recording);
    return row(timesliceMs, latencies(frames, boxes, await recordedNumbers(path)));
  } finally {
    const exit = once(server, 'exit');
    server.kill('SIGTERM');
    await exit;
  }
}

/**
 * @param {import('node:child_process').ChildProcess} server
 * @returns {Promise<string>}
 */
async function addressOf(server) {
  if (server.stdout === null) throw new Error('the server was started without pipes');
  for await (const line of createInterface(server.stdout)) {
    const url = /running at (\S+)/.exec(line)?.[1];
    if (url !== undefined) return url;
  }
  throw new Error('the server did not start');
}

/**
 * @typedef {{ readonly number: number, readonly atMs: number }} ShownFrame
 * @typedef {{ readonly timestampMs: number, readonly atMs: number }} ShownBox
 */

/**
 * @param {string} url
 * @param {number} timesliceMs
 */
async function watchPage(url, timesliceMs) {
  const browser = await chromium.launch({
    executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
    args: [
      '--use-fake-ui-for-media-stream',
      '--use-fake-device-for-media-stream',
      `--use-file-for-fake-video-capture=${film}`,
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    ],
  });
  try {
    const page = await browser.newPage({ viewport: { width: 1100, height: 800 } });
    await page.addInitScript(listen, timesliceMs);
    await page.goto(url);
    await page.click('#start');
    await page.waitForFunction(hasPicture);
    await page.evaluate(watchGlass, { bits: BITS, field: FIELD });
    for (let second = 1; second <= SECONDS; second++) {
      await delay(1000);
      process.stderr.write(`\rtimeslice ${timesliceMs} ms: ${second} of ${SECONDS} s `);
    }
    process.stderr.write('\n');
    const frames = /** @type {ShownFrame[]} */ (await page.evaluate(framesOf));
    const boxes = /** @type {ShownBox[]} */ (await page.evaluate(boxesOf));
    await page.click('#stop');
    const recording = await recordingOf(url);
    return { frames, boxes, recording };
  } finally {
    await browser.close();
  }
}

/** @param {string} url */
async function recordingOf(url) {
  for (;;) {
    const { streams } = /** @type {{ streams: { state: string, recordings: { path: string }[] }[] }} */ (
      await (await fetch(new URL('/api/streams', url))).json()
    );
    const path = streams[0]?.state === 'ended' ? streams[0].recordings[0]?.path : undefined;
    if (path !== undefined) return Buffer.from(await (await fetch(new URL(path, url))).arrayBuffer());
    await delay(200);
  }
}

/**
 * From each frame on the screen to its box.
 *
 * @param {readonly ShownFrame[]} frames
 * @param {readonly ShownBox[]} boxes
 * @param {ReadonlyMap<number, number>} numbers
 */
function latencies(frames, boxes, numbers) {
  const firstMs = (frames[0]?.atMs ?? 0) + WARM_UP_MS;
  const newestFirst = [...frames].reverse();
  return boxes.flatMap(({ timestampMs, atMs }) => {
    const number = numbers.get(Math.round(timestampMs));
    const shown = newestFirst.find((frame) => frame.number === number && frame.atMs < atMs);
    return shown === undefined || shown.atMs < firstMs ? [] : [atMs - shown.atMs];
  });
}

/**
 * @param {number} timesliceMs
 * @param {readonly number[]} values
 */
function row(timesliceMs, values) {
  const found = percentilesOf(values);
  const [p50, p95] = [found?.p50, found?.p95].map((ms) => ms?.toFixed(0) ?? '-');
  return `| ${timesliceMs} ms | ${values.length} | ${p50} ms | ${p95} ms |`;
}
