/// <reference types="node" />
import { execFile } from 'node:child_process';
import process from 'node:process';
import { promisify } from 'node:util';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
const FIXTURE = fileURLToPath(new URL('../../../../fixtures/chromium156-faces-1mbit-vp8-opus-250ms', import.meta.url));

/**
 * @typedef {object} LoadCase
 * @property {number} streams
 * @property {number} fps
 * @property {number} seconds
 * @property {readonly string[]} [serverFlags]
 */

/**
 * @typedef {{ readonly p50: number, readonly p95: number }} Percentiles
 * @typedef {object} LoadReport
 * @property {Readonly<Record<string, Percentiles | undefined>>} latencyMs
 * @property {{ readonly least: number, readonly most: number }} analysedFps
 * @property {{ readonly identical: number, readonly lostOctets: number }} recordings
 * @property {number} streams
 * @property {number} seconds
 * @property {number} framesAnalysed
 * @property {Readonly<Record<string, number>>} server
 */

/**
 * Runs `webm-reassembler-server load`, which starts a server of its own and publishes from this machine.
 *
 * @param {LoadCase} chosen
 * @returns {Promise<LoadReport>}
 */
export async function runLoad({ streams, fps, seconds, serverFlags = [] }) {
  const load = ['load', '--json', '--fixture', FIXTURE, '--streams', String(streams), '--seconds', String(seconds)];
  const args = [MAIN, ...load, '--fps', String(fps), '--', ...serverFlags];
  // It says by its exit code that something was lost; the report says it too.
  const { stdout } = await promisify(execFile)(process.execPath, args, { maxBuffer: 1e8 }).catch(
    (/** @type {{ readonly stdout: string, readonly stderr: string }} */ thrown) => {
      if (thrown.stdout === '') throw new Error(thrown.stderr);
      return thrown;
    },
  );
  return /** @type {LoadReport} */ (JSON.parse(stdout));
}
