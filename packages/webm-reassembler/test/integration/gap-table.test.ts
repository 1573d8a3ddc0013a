import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import type { GapCode } from '../../src/index.js';
import { gapMessage } from '../../src/gap-messages.js';
import { repository } from '../support/doc-examples.js';

const PATH = join(repository, 'docs', 'gaps-and-errors.md');
const TABLE = /(?<=<!-- gap codes: start -->\n).*(?=<!-- gap codes: end -->)/s;

/** The compiler asks for an entry for each code, so the table has all of them, in this order. */
const WHEN: Readonly<Record<GapCode, string>> = {
  'missing-chunk': 'A sequence number was left out.',
  'missing-header': 'The recording came without its beginning.',
  'missing-time': 'The sound skips a part that was recorded.',
  'missing-frames': 'A frame builds on one that never came.',
  'lost-reference': 'Frames depend on what a gap before them lost.',
  'no-keyframe-yet': 'A run begins with frames that need an earlier one.',
  truncated: 'The stream ended inside an element.',
  'timestamp-runs-back': 'A Block comes before one that was read already.',
  'timestamp-jumps': 'A Cluster is far ahead of its neighbours.',
  'malformed-element': 'Octets that cannot be an element.',
  'malformed-block': 'A Block that cannot be read.',
  'malformed-header': 'An EBML header, Info or Tracks that cannot be read.',
  'unknown-track': 'A Block of a track that the header does not describe.',
  'size-beyond-parent': 'An element that claims to end behind its parent.',
  'limit-exceeded': 'An element larger than the limit for its kind.',
  'not-webm': 'The stream does not begin as WebM or Matroska.',
};

test('the table of gap codes says what the code says (UPDATE_DOCS=1 writes it anew)', async () => {
  const text = readFileSync(PATH, 'utf8');
  const rows = Object.entries(WHEN).map(([code, when]) => `| \`${code}\` | ${when} | ${gapMessage(asGapCode(code))} |`);
  const table = ['| code | when | message |', '| --- | --- | --- |', ...rows].join('\n');
  const updated = await format(text.replace(TABLE, `\n${table}\n\n`), {
    ...(await resolveConfig(PATH)),
    filepath: PATH,
  });
  if (process.env['UPDATE_DOCS'] === '1') writeFileSync(PATH, updated);
  expect(readFileSync(PATH, 'utf8')).toBe(updated);
});

/** `Object.entries` forgets what the keys are. */
function asGapCode(key: string): GapCode {
  return key as GapCode;
}
