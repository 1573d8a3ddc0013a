import { expect, test } from '@jest/globals';
import { namedInVain } from './documents.mjs';

/** What is wrong with a document in `docs/`, beside a page with one heading. */
function inVain(text: string): readonly string[] {
  const files = new Map([
    ['docs/a.md', text],
    ['docs/b.md', '# One `flag`, and more'],
    ['packages/server', ''],
  ]);
  return namedInVain('docs/a.md', {
    has: (path) => files.has(path),
    read: (path) => files.get(path) ?? '',
    scripts: new Set(['bench']),
  });
}

test.each([
  ['a link to no file', '[page](c.md)', 'docs/a.md: the link to c.md'],
  ['a link beyond its folder', '[page](../b.md)', 'docs/a.md: the link to ../b.md'],
  ['a link to no heading', '[page](b.md#two)', 'docs/a.md: the link to b.md#two'],
  ['a picture that is not there', '![picture](images/a.png)', 'docs/a.md: the link to images/a.png'],
  ['a command that is none', '```sh\nnpm run bnech -- all\n```', 'docs/a.md: npm run bnech'],
  ['a file that has moved', 'in `packages/sever`', 'docs/a.md: the file packages/sever'],
])('%s is found', (_what, text, found) => {
  expect(inVain(text)).toEqual([found]);
});

test.each([
  ['links, to a heading too', '[page](b.md) [heading](b.md#one-flag-and-more) [here](#this)\n\n## This'],
  ['addresses', '[site](https://example.org/a.md)'],
  ['commands', '`npm run bench -- decode`'],
  ['files, and patterns of files', '`packages/server`, `packages/*/src`, `docs/NAME of yours`'],
  ['what stands in an example', '```md\n[page](c.md)\n```'],
])('%s may be named', (_what, text) => {
  expect(inVain(text)).toEqual([]);
});
