import {
  AUDIO,
  blocks,
  BOTH_GROUPS,
  DELTA,
  FIRST_GROUP,
  KEYFRAME,
  read,
  TRACKS,
} from '../../test/support/two-groups.js';
import {
  ATTACHMENTS,
  CHAPTERS,
  cluster,
  CRC_32,
  CUES,
  ebmlHeader,
  element,
  EMPTY_SEEK_HEAD,
  info,
  join,
  offsetsOf,
  segment,
  simpleBlock,
  sizedCluster,
  sizedSegment,
  TAGS,
  voidElement,
  vp8Delta,
} from '../../test/support/webm.js';

describe('Segment and Cluster, of known and unknown size in any mix', () => {
  const children = [KEYFRAME, AUDIO, DELTA];
  const widths = [1, 2, 3, 4, 5, 6, 7, 8];

  test.each(widths)('an unknown size of %i octets is read for the Segment', (width) => {
    expect(blocks([ebmlHeader(), segment(width), TRACKS, cluster(0), ...children, cluster(100), ...children])).toEqual(
      BOTH_GROUPS,
    );
  });

  test.each(widths)('an unknown size of %i octets is read for the Cluster', (width) => {
    const parts = [ebmlHeader(), segment(), TRACKS, cluster(0, width), ...children, cluster(100, width), ...children];
    expect(blocks(parts)).toEqual(BOTH_GROUPS);
  });

  test('sized Clusters in an unknown-sized Segment, as old Firefox wrote them', () => {
    const parts = [ebmlHeader(), segment(), TRACKS, sizedCluster(0, ...children), sizedCluster(100, ...children)];
    expect(blocks(parts)).toEqual(BOTH_GROUPS);
  });

  test('sized Clusters in a sized Segment, as a file has them', () => {
    const parts = [ebmlHeader(), sizedSegment(TRACKS, sizedCluster(0, ...children), sizedCluster(100, ...children))];
    expect(blocks(parts)).toEqual(BOTH_GROUPS);
  });

  test('unknown-sized Clusters in a sized Segment end with it', () => {
    const first = sizedSegment(TRACKS, cluster(0), ...children);
    const second = sizedSegment(TRACKS, cluster(100), ...children);
    expect(blocks([ebmlHeader(), first, ebmlHeader(), second])).toEqual(BOTH_GROUPS);
  });

  test('a sized Cluster may follow an unknown-sized one, and the other way round', () => {
    expect(blocks([ebmlHeader(), segment(), TRACKS, cluster(0), ...children, sizedCluster(100, ...children)])).toEqual(
      BOTH_GROUPS,
    );
    expect(blocks([ebmlHeader(), segment(), TRACKS, sizedCluster(0, ...children), cluster(100), ...children])).toEqual(
      BOTH_GROUPS,
    );
  });
});

describe('what is skipped', () => {
  const plain = [
    ebmlHeader(),
    segment(),
    info(),
    TRACKS,
    cluster(0),
    KEYFRAME,
    AUDIO,
    cluster(33),
    simpleBlock(1, 0, vp8Delta()),
  ];

  test.each([
    ['Void', voidElement(40)],
    ['an empty Void', voidElement(0)],
    ['CRC-32', CRC_32],
    ['an unknown element of one octet', element(0xdd, [1, 2, 3])],
    ['an unknown element of four octets', element(0x1fedcba9, [1, 2, 3])],
  ])('%s may stand anywhere within the Segment', (_, skipped) => {
    for (let at = 2; at <= plain.length; at++) {
      expect(blocks([...plain.slice(0, at), skipped, ...plain.slice(at)])).toEqual(FIRST_GROUP);
    }
  });

  test('Void may stand between the EBML header and the Segment', () => {
    expect(blocks([ebmlHeader(), voidElement(5), ...plain.slice(1)])).toEqual(FIRST_GROUP);
  });

  test.each([
    ['SeekHead', EMPTY_SEEK_HEAD],
    ['Cues', CUES],
    ['Tags', TAGS],
    ['Chapters', CHAPTERS],
    ['Attachments', ATTACHMENTS],
  ])('%s may stand between Clusters, and ends an unknown-sized one', (_, between) => {
    expect(blocks([...plain.slice(0, 7), between, ...plain.slice(7)])).toEqual(FIRST_GROUP);
    expect(blocks([...plain, between])).toEqual(FIRST_GROUP);
  });

  test.each([
    ['Position', element(0xa7, [1, 2])],
    ['PrevSize', element(0xab, [200])],
    ['SilentTracks', element(0x5854, element(0x58d7, [3]))],
  ])('%s may stand in a Cluster', (_, child) => {
    expect(blocks([...plain.slice(0, 5), child, ...plain.slice(5)])).toEqual(FIRST_GROUP);
  });

  test('the same Tracks and Info again within a Segment change nothing', () => {
    expect(read([...plain.slice(0, 7), info(), TRACKS, ...plain.slice(7)])).toEqual(read(plain));
  });

  test('a skipped element may span any number of chunks', () => {
    expect(blocks([...plain.slice(0, 5), voidElement(9000), ...plain.slice(5)])).toEqual(FIRST_GROUP);
  });
});

describe('a restart', () => {
  const run = [ebmlHeader(), segment(), TRACKS, cluster(0), KEYFRAME, DELTA];

  test('is a new EBML header after an unknown-sized Cluster, and goes on where the run before it ended', () => {
    expect(blocks([...run, ...run])).toEqual([
      '* 1 video 0 ms, 13 octets, key',
      '  1 video 33 ms, 6 octets',
      '* 1 video 66 ms (0 ms), 13 octets, key',
      '  1 video 99 ms (33 ms), 6 octets',
    ]);
  });

  test('may come after a sized Segment as well', () => {
    const sized = [ebmlHeader(), sizedSegment(TRACKS, sizedCluster(0, KEYFRAME, DELTA))];
    expect(blocks([...sized, ...sized])).toEqual(blocks([...run, ...run]));
  });
});

describe('the end of the stream', () => {
  const parts = [ebmlHeader(), segment(), TRACKS, cluster(0), KEYFRAME, AUDIO];

  test('within an element is told as truncated, from where the element began', () => {
    const octets = join(...parts);
    const audioAt = offsetsOf(parts)[5];
    const lines = blocks([octets.subarray(0, octets.length - 1)]);
    expect(lines.at(-1)).toBe(`gap truncated, octets ${audioAt} to ${octets.length - 1}, 0 to ? ms`);
  });

  test('between elements of unknown-sized masters is an end like any other', () => {
    expect(blocks(parts)).toEqual(FIRST_GROUP.slice(0, 2));
  });

  test('within a sized Cluster is told as truncated, even between its blocks', () => {
    const sized = sizedCluster(0, KEYFRAME, AUDIO);
    const lines = blocks([...parts.slice(0, 3), sized.subarray(0, sized.length - AUDIO.length)]);
    expect(lines.at(-1)).toMatch(/^gap truncated/);
  });

  test('within a skipped element is told as truncated', () => {
    expect(blocks([...parts, voidElement(50).subarray(0, 30)]).at(-1)).toMatch(/^gap truncated/);
  });

  test('after a header alone still gives the init segment', () => {
    expect(read(parts.slice(0, 3))).toEqual([expect.stringMatching(/^init-segment webm/)]);
  });

  test('of nothing at all gives nothing', () => {
    expect(read([])).toEqual([]);
  });
});
