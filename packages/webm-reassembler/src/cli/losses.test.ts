import type { Gap } from '../segments/outputs.js';
import { describeGap, Losses } from './losses.js';

const gap: Gap = {
  kind: 'gap',
  code: 'truncated',
  message: 'It ended.',
  startOctet: 10,
  endOctet: 20,
  droppedBlocks: 0,
};

describe('Losses', () => {
  test('says where a gap lies, when, how much was dropped, and what to do', () => {
    expect(describeGap(gap)).toBe('octets 10 to 20 (truncated). It ended.');
    expect(describeGap({ ...gap, endOctet: 10, startMs: 100.4 })).toBe(
      'at octet 10, 100 ms to the end (truncated). It ended.',
    );
    expect(describeGap({ ...gap, endMs: 200, droppedBlocks: 3 })).toBe(
      'octets 10 to 20, the start to 200 ms, 3 blocks dropped (truncated). It ended.',
    );
    expect(describeGap({ ...gap, missingSequences: { first: 3, last: 3 } })).toContain(', chunk 3 missing (');
    expect(describeGap({ ...gap, missingSequences: { first: 3, last: 5 } })).toContain(', chunks 3 to 5 missing (');
  });

  test('counts every gap, and tells of a thousand one by one', async () => {
    const losses = new Losses();
    for (let index = 0; index < 1500; index++) losses.add([gap]);
    const lines: string[] = [];
    await losses.report({
      async write(text) {
        lines.push(text);
      },
    });
    expect([losses.count, losses.gaps.length, lines.length]).toEqual([1500, 1000, 1001]);
    expect(lines.at(-1)).toBe('lost: and 500 more gaps\n');
  });
});
