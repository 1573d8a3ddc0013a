import { markdownTable } from './markdown-table.js';

test('columns are as wide as their widest cell', () => {
  expect(
    markdownTable([
      ['key', 'meaning'],
      ['a', 'x'],
      ['longer', 'y'],
    ]),
  ).toBe(
    ['| key    | meaning |', '| ------ | ------- |', '| a      | x       |', '| longer | y       |', ''].join('\n'),
  );
});
