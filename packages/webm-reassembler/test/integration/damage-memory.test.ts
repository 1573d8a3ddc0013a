import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { LIMIT, type MostHeld, STARTS } from '../memory/held-cases.js';
import { outputOf } from '../support/tool.js';

/** What a reassembler may hold: the element that is arriving, and as much again while it grows. */
const MOST_HELD = 4 * LIMIT;

let measured: MostHeld;

beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'damage-memory-'));
  try {
    const program = join(folder, 'most-held.mjs');
    const source = fileURLToPath(new URL('../memory/most-held.ts', import.meta.url));
    await build({ entryPoints: [source], outfile: program, bundle: true, platform: 'node', format: 'esm' });
    measured = asMeasured(outputOf(process.execPath, ['--expose-gc', program]));
  } finally {
    rmSync(folder, { recursive: true });
  }
}, 240_000);

test.each(Object.keys(STARTS))('%s before 64 MiB of other octets holds no more than the limits allow', (name) => {
  expect(measured.starts[name]).toBeLessThan(MOST_HELD);
});

test('64 MiB of frames without a header and without a keyframe hold no more than the limits allow', () => {
  expect(measured.frames).toBeGreaterThan(LIMIT / 2);
  expect(measured.frames).toBeLessThan(MOST_HELD);
});

/** Where the program's JSON becomes typed. */
function asMeasured(json: string): MostHeld {
  return JSON.parse(json) as MostHeld;
}
