import { LocatedBlock } from './located-block.js';
import * as ID from '../elements/matroska-ids.js';
import { blockBody } from '../../test/support/webm.js';

const XIPH = 2;

test.each([
  ['sound where there is none', true, blockBody(1, 0, [0xaa])],
  ['sound where the frames fill the block', true, blockBody(1, 0, [1, 2, 0xaa, 0xbb, 0xcc], XIPH)], // the first of 2 octets
  ['unsound where they do not', false, blockBody(1, 0, [1, 9, 0xaa], XIPH)], // the first of 9
])('lacing is %s', (_, isSound, body) => {
  const found = new LocatedBlock();
  expect(found.locate(ID.SimpleBlock, body, 0, body.length)).toBe(true);
  expect(found.isSoundlyLaced(body)).toBe(isSound);
});
