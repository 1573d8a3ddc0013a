import { createRequire } from 'node:module';
import { basename } from 'node:path';

/**
 * @typedef {typeof import('@jest/test-sequencer', { with: { 'resolution-mode': 'require' } }).default} SequencerClass
 * @typedef {Parameters<InstanceType<SequencerClass>['sort']>[0]} Tests
 */

/** Required: the package's types are those of CommonJS, and what it gives to an `import` is something else. */
const { default: Sequencer } = /** @type {{ readonly default: SequencerClass }} */ (
  createRequire(import.meta.url)('@jest/test-sequencer')
);

/**
 * The test files that take the longest, the longest first. A fresh checkout knows no times, and begun at the end one of
 * them would run on alone, the other cores idle.
 */
export const LONGEST = [
  'decode.test.ts',
  'engine-parity.test.ts',
  'pieces-decode.test.ts',
  'recording.test.ts',
  'cli.test.ts',
  'doc-examples.test.ts',
  'any-cuts.test.ts',
  'any-damage.test.ts',
];

/** Begins with the test files that take the longest; the others come in jest's own order. */
// oxlint-disable-next-line import/no-default-export -- where jest looks for it
export default class LongestFirst extends Sequencer {
  /**
   * @override
   * @param {Tests} tests
   * @returns {Promise<Tests>}
   */
  async sort(tests) {
    const rankOf = (/** @type {string} */ path) => {
      const place = LONGEST.indexOf(basename(path));
      return place < 0 ? LONGEST.length : place;
    };
    const usual = await super.sort(tests);
    return [...usual].sort((one, other) => rankOf(one.path) - rankOf(other.path));
  }
}
