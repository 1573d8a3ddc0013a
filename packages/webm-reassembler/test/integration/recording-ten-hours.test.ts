import { fileURLToPath } from 'node:url';
import { outputOf } from '../support/tool.js';

const SCRIPT = fileURLToPath(new URL('../../bench/recording/ten-hours.mjs', import.meta.url));

test('ten hours are recorded in under 32 MB of heap, Cues for each keyframe included, with one patch', () => {
  // The limit is Node's own too: V8 gives up where old space alone needs more.
  const said = said10Hours(outputOf(process.execPath, ['--expose-gc', '--max-old-space-size=32', SCRIPT, '10']));
  expect(said).toMatchObject({ durationMs: 36_000_000, cuePoints: 36_000, patches: 1 });
  expect(said.appends).toBe(4 * 36_000 + 2); // each chunk as it came, the head, the Cues
  expect(said.peakHeapMiB).toBeLessThan(32_000_000 / 2 ** 20);
}, 240_000);

interface TenHours {
  readonly durationMs: number;
  readonly cuePoints: number;
  readonly appends: number;
  readonly patches: number;
  readonly peakHeapMiB: number;
}

/** Where the script's JSON becomes typed. */
function said10Hours(json: string): TenHours {
  return JSON.parse(json) as TenHours;
}
