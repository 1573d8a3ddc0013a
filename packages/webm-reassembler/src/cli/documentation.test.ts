import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runCommand } from '../../test/support/run-command.js';
import { wholeRecording } from '../../test/support/recordings.js';
import { ExitCode } from './exit-code.js';

const document = readFileSync(fileURLToPath(new URL('../../../../docs/command-line.md', import.meta.url)), 'utf8');

/** The JSON object that the document shows. */
function documentedJson(): Readonly<Record<string, unknown>> {
  return JSON.parse(/```json\n(.*?)```/s.exec(document)?.[1] ?? '') as Record<string, unknown>;
}

/** Every key with the type of its value, `tracks[].width: number`; what an array holds is taken together. */
function shapeOf(value: unknown, path = ''): readonly string[] {
  if (Array.isArray(value)) return [...new Set(value.flatMap((one) => shapeOf(one, `${path}[]`)))];
  if (typeof value !== 'object' || value === null) return [`${path}: ${typeof value}`];
  return Object.entries(value).flatMap(([key, one]) => shapeOf(one, `${path}.${key}`));
}

/** What was read of a header is as various as headers are, and Clusters hold what they hold. */
function isVarious(line: string): boolean {
  return line.includes('.children[]') || line.includes('.contains.');
}

describe('docs/command-line.md', () => {
  test('shows every exit code', () => {
    const documented = [...document.matchAll(/^\| (\d) +\|/gm)].map(([, code]) => Number(code));
    expect(documented).toEqual(Object.values(ExitCode));
  });

  test('shows the JSON of inspect: each key that is printed, and none that is not', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'documentation-'));
    const path = join(folder, 'recording.webm');
    writeFileSync(path, wholeRecording('broken-zeros-in-cluster'));
    const { out } = await runCommand('inspect', path, '--json', '--blocks');
    rmSync(folder, { recursive: true });
    const printed = shapeOf(JSON.parse(out)).filter((line) => !isVarious(line));
    const documented = shapeOf(documentedJson()).filter((line) => !isVarious(line));
    expect([...documented].sort()).toEqual([...printed].sort());
  });

  test.each(['inspect', 'split', 'repair'])('shows every option of %s', async (name) => {
    const { out } = await runCommand(name, '--help');
    const options = [...out.matchAll(/^ {2}(--[a-z0-9-]+)/gm)].map(([, option = '']) => option);
    expect(options.length).toBeGreaterThan(1);
    for (const option of options) expect(document).toContain(option);
  });
});
