import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describeWithFfmpeg } from '../support/ffmpeg.js';

const COMMAND = fileURLToPath(new URL('../../../../scripts/conformance.mjs', import.meta.url));
const SMALL = 'broken-truncated-last-chunk';

function conformance(...args: readonly string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, [COMMAND, ...args], { encoding: 'utf8' });
}

describeWithFfmpeg('npm run conformance', () => {
  test('prints a row for a fixture, with every claim that can be made of it', () => {
    const { status, stdout, stderr } = conformance(SMALL);
    expect(stderr).not.toContain('NOT SO');
    const row = stdout.split('\n').find((line) => line.includes(SMALL));
    expect(row?.match(/yes, \d+/g)).toHaveLength(6);
    expect(stdout).toContain('6 claims hold, 0 do not.');
    expect(status).toBe(0);
  }, 240_000);

  test('ends with a code other than 0 where there is no such fixture', () => {
    const { status, stderr } = conformance('no-such-fixture');
    expect(status).not.toBe(0);
    expect(stderr).toContain('there is no fixture no-such-fixture');
  }, 240_000);
});
