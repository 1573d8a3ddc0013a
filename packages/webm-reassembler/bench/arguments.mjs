import { parseArgs } from 'node:util';

export const USAGE = `npm run bench -- [options]

Reads recordings with this library and its peers, and writes the tables of docs/benchmarks.md.

  --cases A,B     only these: live, whole, 1-kb, 1-octet, tiny-blocks, repair (then nothing is written)
  --rounds N      rounds of each case (5)
  --scale X       share of the full length of the inputs, such as 0.1 for a look (then nothing is written)
  --defects       only the defects of the peers, each shown anew
  --defect NAME   only this one
  --print         print the tables, write nothing
  --help
`;

/**
 * @typedef {object} Settings
 * @property {readonly string[] | undefined} cases
 * @property {number} rounds
 * @property {number} scale
 * @property {boolean} defects Only the defects.
 * @property {string | undefined} defect Only this one.
 * @property {boolean} help
 * @property {boolean} writes
 */

/**
 * @param {readonly string[]} args
 * @returns {Settings}
 */
export function readArguments(args) {
  const { values } = parseArgs({
    args: [...args],
    options: {
      cases: { type: 'string' },
      rounds: { type: 'string', default: '5' },
      scale: { type: 'string', default: '1' },
      defects: { type: 'boolean', default: false },
      print: { type: 'boolean', default: false },
      defect: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  const [rounds, scale] = [Number(values.rounds), Number(values.scale)];
  if (!Number.isInteger(rounds) || rounds < 1)
    throw new Error(`--rounds is ${values.rounds}; it is a whole number from 1`);
  if (!(scale > 0)) throw new Error(`--scale is ${values.scale}; it is a number above 0`);
  return {
    cases: values.cases?.split(','),
    rounds,
    scale,
    defects: values.defects || values.defect !== undefined,
    defect: values.defect,
    help: values.help,
    writes: !values.print && values.cases === undefined && values.defect === undefined && scale === 1,
  };
}
