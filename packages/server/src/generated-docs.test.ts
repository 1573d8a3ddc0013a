import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { configurationHelp, configurationRows } from './config/describe-configuration.js';
import { CONFIGURATION_KEYS } from './config/keys.js';
import { errorRows } from './errors.js';
import { markdownTable } from './markdown-table.js';

const CONFIGURATION_INTRODUCTION = `# Configuration of the server

Each key is a flag of \`webm-reassembler-server\` and an environment variable. A flag goes before its variable, a
variable before the default. Everything is checked at start: a value that is not allowed is refused with its name.

This table is made from \`packages/server/src/config/keys.ts\`; after a change, \`UPDATE_DOCS=1 npm test -- packages/server/src/generated-docs\`
writes it anew.

`;

const ERRORS_INTRODUCTION = `# Errors of the server

Every error has a stable \`code\`, a \`message\` that says what happened, a \`remedy\`, and \`retryable\`: whether the same may
work when tried again. Over HTTP it is the body of the answer; over the WebSocket it is a message of type \`error\`, and its
code is the reason of the close frame where the connection ends.

This table is made from \`packages/server/src/errors.ts\`; after a change, \`UPDATE_DOCS=1 npm test -- packages/server/src/generated-docs\`
writes it anew.

`;

const CONFIGURATION_HEAD = ['flag', 'environment variable', 'allowed', 'default', 'meaning'];
const ERRORS_HEAD = ['code', 'HTTP status', 'try again', 'what to do'];

async function expectDocument(name: string, content: string): Promise<void> {
  const path = fileURLToPath(new URL(`../../../docs/${name}`, import.meta.url));
  if (process.env['UPDATE_DOCS'] === '1') await writeFile(path, content);
  expect(await readFile(path, 'utf8')).toBe(content);
}

test('docs/configuration.md holds every key as the code has it', async () => {
  await expectDocument(
    'configuration.md',
    CONFIGURATION_INTRODUCTION + markdownTable([CONFIGURATION_HEAD, ...configurationRows()]),
  );
});

test('docs/errors.md holds every error code as the code has it', async () => {
  await expectDocument('errors.md', ERRORS_INTRODUCTION + markdownTable([ERRORS_HEAD, ...errorRows()]));
});

test('--help names every flag, its variable and its default', () => {
  const help = configurationHelp();
  for (const key of Object.values(CONFIGURATION_KEYS)) {
    expect(help).toContain(`--${key.flag} `);
    expect(help).toContain(key.variable);
  }
  expect(help).toContain('default 8080');
});
