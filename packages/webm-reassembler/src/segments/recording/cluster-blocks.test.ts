import {
  blockGroup,
  CRC_32,
  element,
  falselySized,
  join,
  REFERENCE_BLOCK,
  simpleBlock,
  sizedCluster,
  timestamp,
  unknownSized,
  voidElement,
} from '../../../test/support/webm.js';
import { ClusterBlocks } from './cluster-blocks.js';

interface SeenBlock {
  readonly octets: readonly number[];
  readonly track: number;
  readonly ticks: number;
  readonly relative: readonly number[];
}

function blocksIn(cluster: Uint8Array, firstTicks = 0): readonly SeenBlock[] {
  const blocks = new ClusterBlocks(cluster, firstTicks);
  const seen: SeenBlock[] = [];
  while (blocks.next()) {
    seen.push({
      octets: [...cluster.subarray(blocks.start, blocks.end)],
      track: blocks.trackNumber,
      ticks: blocks.ticks,
      relative: [...cluster.subarray(blocks.timestampAt, blocks.timestampAt + 2)],
    });
  }
  return seen;
}

describe('ClusterBlocks', () => {
  test('finds every kind of block with its track, its time, and where its relative time stands', () => {
    const simple = simpleBlock(1, 5, [1, 2, 3]);
    const grouped = blockGroup(2, -3, [4], REFERENCE_BLOCK);
    const far = simpleBlock(200, 0x0102, [5]);
    expect(blocksIn(sizedCluster(1000, simple, grouped, far))).toEqual([
      { octets: [...simple], track: 1, ticks: 1005, relative: [0x00, 0x05] },
      { octets: [...grouped], track: 2, ticks: 997, relative: [0xff, 0xfd] },
      { octets: [...far], track: 200, ticks: 1258, relative: [0x01, 0x02] },
    ]);
  });

  test('passes over what is no block', () => {
    const cluster = sizedCluster(7, CRC_32, simpleBlock(1, 0, [1]), voidElement(9), simpleBlock(1, 1, [2]));
    expect(blocksIn(cluster).map(({ ticks }) => ticks)).toEqual([7, 8]);
  });

  test('reads a Cluster of unknown size, and blocks that go on in one whose time is not at hand', () => {
    const opening = join(unknownSized(0x1f43b675), timestamp(40), simpleBlock(1, 0, [1]));
    const continuing = join(simpleBlock(1, 20, [1]), simpleBlock(1, 60, [2]));
    expect(blocksIn(opening, 40).map(({ ticks }) => ticks)).toEqual([40]);
    expect(blocksIn(continuing, 60).map(({ ticks }) => ticks)).toEqual([60, 100]);
  });

  test.each([
    ['nothing', new Uint8Array(0)],
    ['another element', element(0x1654ae6b, timestamp(0))],
    ['a block that ends behind its Cluster', sizedCluster(0, falselySized(0xa3, 50, [0x81, 0, 0, 0]))],
    ['a BlockGroup without a Block', sizedCluster(0, element(0xa0, REFERENCE_BLOCK))],
  ])('finds no block in %s', (_, octets) => {
    expect(blocksIn(octets)).toEqual([]);
  });
});
