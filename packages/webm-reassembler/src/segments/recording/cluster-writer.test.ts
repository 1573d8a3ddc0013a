import { blockGroup, element, join, simpleBlock, sizedCluster, timestamp, vint } from '../../../test/support/webm.js';
import { concatOctets } from '../../octets/numbers.js';
import { ClusterBlocks } from './cluster-blocks.js';
import { ClusterWriter } from './cluster-writer.js';

/** Adds the blocks of a segment, each to the Cluster that is open where it fits. Returns how many Clusters were begun. */
function write(writer: ClusterWriter, segment: Uint8Array): number {
  const blocks = new ClusterBlocks(segment, 0);
  let begun = 0;
  while (blocks.next()) {
    if (!writer.takes(blocks.ticks, blocks.octets)) {
      writer.begin(blocks.ticks, blocks.octets);
      begun++;
    }
    writer.add(blocks, false);
  }
  return begun;
}

function timesIn(octets: Uint8Array): readonly number[] {
  const blocks = new ClusterBlocks(octets, 0);
  const times: number[] = [];
  while (blocks.next()) times.push(blocks.ticks);
  return times;
}

describe('ClusterWriter', () => {
  test('joins the blocks of several segments into one Cluster, times relative to its own', () => {
    const writer = new ClusterWriter(Infinity);
    write(writer, sizedCluster(100, simpleBlock(1, 0, [1, 2])));
    write(writer, sizedCluster(120, simpleBlock(2, 0, [3])));
    write(writer, sizedCluster(90, simpleBlock(1, 0, [4])));
    const body = join(
      timestamp(100),
      simpleBlock(1, 0, [1, 2]),
      simpleBlock(2, 20, [3]), // 120 - 100
      simpleBlock(1, -10, [4]), // 90 - 100
    );
    expect([...concatOctets(writer.take())]).toEqual([...element(0x1f43b675, body, 4)]);
  });

  test('begins a Cluster anew where a relative time could not say the distance, or the longest duration is over', () => {
    const farApart = [sizedCluster(0, simpleBlock(1, 0, [1])), sizedCluster(0x8000, simpleBlock(1, 0, [1]))];
    const anyLength = new ClusterWriter(Infinity);
    expect(farApart.map((segment) => write(anyLength, segment))).toEqual([1, 1]);
    const short = new ClusterWriter(5000);
    const segments = [0, 5000, 5001].map((ticks) => sizedCluster(ticks, simpleBlock(1, 0, [1])));
    expect(segments.map((segment) => write(short, segment))).toEqual([1, 0, 1]);
  });

  test('keeps a negative time: a Cluster Timestamp is unsigned, a relative time is not', () => {
    const writer = new ClusterWriter(Infinity);
    write(writer, sizedCluster(0, simpleBlock(1, -7, [1])));
    expect(timesIn(concatOctets(writer.take()))).toEqual([-7]);
  });

  test('ends a Cluster at 5 MiB, but cuts no block', () => {
    const writer = new ClusterWriter(Infinity);
    const large = sizedCluster(0, simpleBlock(1, 0, new Uint8Array(3 << 20)));
    expect([write(writer, large), write(writer, large)]).toEqual([1, 1]);
    expect(write(writer, sizedCluster(0, simpleBlock(1, 0, new Uint8Array(9 << 20))))).toBe(1);
  });

  test('gives a Cluster with a block of 128 MiB and more a size of 8 octets', () => {
    const writer = new ClusterWriter(Infinity);
    writer.begin(0, (1 << 27) + 1);
    expect([...concatOctets(writer.take())]).toEqual([...join([0x1f, 0x43, 0xb6, 0x75], vint(3, 8), timestamp(0))]);
  });

  test('flags a SimpleBlock as the keyframe that it is known to be; a BlockGroup has no flag', () => {
    const segment = sizedCluster(0, simpleBlock(1, 0, [1], 0x05), blockGroup(1, 0, [2]));
    const writer = new ClusterWriter(Infinity);
    writer.begin(0, segment.length);
    const blocks = new ClusterBlocks(segment, 0);
    while (blocks.next()) writer.add(blocks, true);
    const body = join(timestamp(0), simpleBlock(1, 0, [1], 0x85), blockGroup(1, 0, [2]));
    expect([...concatOctets(writer.take())]).toEqual([...element(0x1f43b675, body, 4)]);
  });

  test('hands over whole Clusters once, and says where the next one will begin', () => {
    const writer = new ClusterWriter(Infinity);
    write(writer, sizedCluster(0, simpleBlock(1, 0, [1])));
    const { length } = writer;
    const taken = concatOctets(writer.take());
    expect(taken).toHaveLength(length);
    expect(writer.length).toBe(0);
    expect(writer.take()).toHaveLength(0);
    expect(writer.takes(0, 1)).toBe(false);
  });
});
