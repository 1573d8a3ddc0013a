import { describeOutputs } from '../../test/support/describe-outputs.js';
import { cutAt, feedAll } from '../../test/support/feed.js';
import { AUDIO, blocks, DELTA, FIRST_GROUP, KEYFRAME, SECOND_GROUP, TRACKS } from '../../test/support/two-groups.js';
import {
  cluster,
  ebmlHeader,
  element,
  falselySized,
  info,
  join,
  KEY,
  offsetsOf,
  segment,
  simpleBlock,
  sizedSegment,
  timestamp,
  tracks,
  unknownSized,
  videoTrack,
  voidElement,
  vp8Keyframe,
} from '../../test/support/webm.js';
import type { ReassemblerOptions } from '../reassembler.js';

describe('damage', () => {
  const head = [ebmlHeader(), segment(), TRACKS, cluster(0), KEYFRAME];
  const tail = [cluster(100), KEYFRAME, AUDIO, DELTA];

  /** The gap that comes of these octets between two good Clusters: from where they begin to the next Cluster. */
  function gapOf(bad: Uint8Array, options?: ReassemblerOptions): string | undefined {
    const [start, end] = [join(...head).length, join(...head, bad).length];
    const lines = blocks([...head, bad, ...tail], options);
    expect([lines[0], ...lines.slice(2)]).toEqual([FIRST_GROUP[0], ...SECOND_GROUP]);
    return lines[1]?.replace(`octets ${start} to ${end}, 0 to 100 ms`, 'over the bad octets');
  }

  test.each([
    ['malformed-element', 'zeros', new Uint8Array(40)],
    ['malformed-element', 'a burst of 0x07', new Uint8Array(40).fill(0x07)],
    ['malformed-element', 'an ID that is not in its shortest form', join([0x40, 0x23, 0x81, 0x00])],
    ['malformed-element', 'an ID of ones', join([0xff, 0x81, 0x00])],
    ['malformed-element', 'a size that cannot be', join([0xa3, 0x00, 0x00])],
    ['malformed-element', 'a SimpleBlock of unknown size', unknownSized(0xa3)],
    ['malformed-element', 'an unknown element of unknown size', unknownSized(0x4dff)],
    ['limit-exceeded', 'a SimpleBlock that claims 2^40 octets', falselySized(0xa3, 2 ** 40, 'abc')],
    ['limit-exceeded', 'an unknown element that claims 2^30 octets', falselySized(0x4dff, 2 ** 30, 'abc')],
    ['malformed-block', 'a SimpleBlock too short for its header', element(0xa3, [0x81, 0])],
    ['malformed-block', 'a BlockGroup without a Block', element(0xa0, element(0x9b, [1]))],
    ['malformed-block', 'a BlockGroup that begins as none', element(0xa0, element(0xa3, [1, 2, 3]))],
    ['malformed-block', 'a Block whose lacing does not fit', simpleBlock(1, 0, [9, 255], 0x02)],
    ['unknown-track', 'a SimpleBlock of a track that Tracks does not describe', simpleBlock(9, 0, 'abc')],
  ])('%s: %s', (code, _, bad) => {
    expect(gapOf(bad)).toBe(`gap ${code}, over the bad octets`);
  });

  test('size-beyond-parent: a block that ends behind its sized Cluster', () => {
    const bad = element(0x1f43b675, join(timestamp(50), falselySized(0xa3, 90, [0x81, 0, 0, 0x80])));
    const lines = blocks([...head, bad, ...tail]);
    expect(lines[1]).toMatch(/^gap size-beyond-parent, octets \d+ to \d+, 0 to 100 ms$/);
    expect(lines.slice(2)).toEqual(SECOND_GROUP);
  });

  test('size-beyond-parent: a Cluster that ends behind its sized Segment', () => {
    const parts = [
      ebmlHeader(),
      sizedSegment(TRACKS, falselySized(0x1f43b675, 9000)),
      ebmlHeader(),
      segment(),
      TRACKS,
      ...tail,
    ];
    expect(blocks(parts)[0]).toMatch(/^gap size-beyond-parent/);
    expect(blocks(parts).slice(1)).toEqual(SECOND_GROUP);
  });

  test('malformed-header: Tracks that cannot be read', () => {
    const bad = tracks(videoTrack(1), videoTrack(1)); // one number twice
    const lines = blocks([ebmlHeader(), segment(), bad, ebmlHeader(), segment(), TRACKS, ...tail]);
    expect(lines[0]).toMatch(/^gap malformed-header/);
    expect(lines.slice(1)).toEqual(SECOND_GROUP);
  });

  test.each([
    ['an EBML header of a version that nobody has defined', element(0x1a45dfa3, element(0x42f7, [2]))],
    ['an EBML header whose children do not fill it', element(0x1a45dfa3, falselySized(0x4282, 9, 'webm'))],
  ])('malformed-header: %s', (_, bad) => {
    expect(blocks([...head, bad, ebmlHeader(), segment(), TRACKS, ...tail])[1]).toMatch(/^gap malformed-header/);
  });

  test('malformed-header: an Info whose TimestampScale is 0', () => {
    const lines = blocks([ebmlHeader(), segment(), info(0), TRACKS, cluster(0), KEYFRAME]);
    expect(lines[0]).toMatch(/^gap malformed-header/);
  });

  test('not-webm: octets that begin with no EBML header, told once and never waited out', () => {
    expect(blocks([join('RIFF', new Uint8Array(3000).fill(0x41))])).toEqual(['gap not-webm, octets 0 to 3004']);
    expect(blocks([join([0x00, 0x00, 0x00, 0x20], 'ftypisom')])).toEqual(['gap not-webm, octets 0 to 12']);
  });

  test('not-webm: what stands before the EBML header is passed over', () => {
    const junk = join('junk');
    const lines = blocks([junk, ebmlHeader(), segment(), TRACKS, ...tail]);
    expect(lines).toEqual(['gap not-webm, octets 0 to 4, ? to 100 ms', ...SECOND_GROUP]);
  });

  test('a Cluster before any Segment cannot be', () => {
    const lines = blocks([ebmlHeader(), cluster(0), KEYFRAME, ebmlHeader(), segment(), TRACKS, ...tail]);
    expect(lines[0]).toMatch(/^gap malformed-element/);
    expect(lines.slice(1)).toEqual(SECOND_GROUP);
  });

  test('a Block before its Cluster has a Timestamp cannot be placed', () => {
    const lines = blocks([...head, unknownSized(0x1f43b675), KEYFRAME, ...tail]);
    expect(lines[1]).toMatch(/^gap malformed-block/);
    expect(lines.slice(2)).toEqual(SECOND_GROUP);
  });

  test('two places of damage before anything good are one gap', () => {
    const bad = join(new Uint8Array(20), [0xff, 0xfe], new Uint8Array(20).fill(7));
    expect(gapOf(bad)).toBe('gap malformed-element, over the bad octets');
  });

  test('nonsense at the start of a huge block is noticed before its end is waited for', () => {
    const bad = falselySized(0xa3, 30_000_000, join([0x89, 0, 0, 0], new Uint8Array(60))); // track 9
    expect(gapOf(bad)).toBe('gap unknown-track, over the bad octets');
  });
});

describe('a large block', () => {
  const head = [ebmlHeader(), segment(), TRACKS, cluster(0)];
  const large = (octets: number): Uint8Array => simpleBlock(1, 0, vp8Keyframe(64, 48, new Uint8Array(octets)), KEY);
  /** A block whose size was damaged, so that it claims what follows it as well. */
  const swallowing = (octets: number): Uint8Array =>
    falselySized(
      0xa3,
      octets,
      join(KEYFRAME.subarray(2), cluster(100), KEYFRAME, AUDIO, DELTA, new Uint8Array(octets)),
    );

  test('that claims a Cluster is damaged, and the Cluster is read', () => {
    const lines = blocks([...head, swallowing(20_000)]);
    expect(lines[0]).toMatch(/^gap malformed-element/);
    expect(lines.slice(1, 4)).toEqual(SECOND_GROUP);
  });

  test('is looked through for a Cluster only where it is larger than those before it', () => {
    expect(blocks([...head, large(30_000), swallowing(20_000)])[1]).toMatch(/^\* 1 video 0 ms, 19996 octets, key/);
    expect(blocks([...head, large(30_000), swallowing(40_000)])[1]).toMatch(/^gap malformed-element/);
  });

  test('is looked through from 256 KiB on, whatever came before it', () => {
    expect(blocks([...head, large(500_000), swallowing(300_000)])[1]).toMatch(/^gap malformed-element/);
  });
});

describe('a cut behind the ID of a Block', () => {
  const parts = [ebmlHeader(), segment(), TRACKS, cluster(0), KEYFRAME, AUDIO, DELTA];
  const octets = join(...parts);
  const cutBehindId = (index: number): readonly Uint8Array[] =>
    cutAt(octets, [(offsetsOf(parts)[index] ?? 0) + 1]).map((chunk) => chunk.slice());

  test.each([4, 5, 6])('costs no copy of the block: its payload is a view of the second chunk (part %i)', (index) => {
    const chunks = cutBehindId(index);
    const payloads = feedAll(chunks)
      .flatMap((output) => (output.kind === 'media-segment' ? output.blocks : []))
      .map(({ payload }) => payload.buffer);
    expect(payloads).toHaveLength(3);
    expect(payloads[index - 4]).toBe(chunks[1]?.buffer);
  });

  test('damage in what follows is found where it is without the cut', () => {
    const size = (offsetsOf(parts)[5] ?? 0) + 1;
    for (let value = 0; value < 256; value++) {
      const damaged = join(octets, cluster(100), KEYFRAME, AUDIO, DELTA);
      damaged[size] = value;
      const whole = describeOutputs(feedAll([damaged]));
      expect(describeOutputs(feedAll(cutAt(damaged, [size])))).toEqual(whole);
    }
  });
});

describe('limits', () => {
  const head = [ebmlHeader(), segment(), TRACKS, cluster(0), KEYFRAME];
  const tail = [cluster(100), KEYFRAME, AUDIO, DELTA];

  test.each([
    ['maxBlockOctets', simpleBlock(1, 40, new Uint8Array(500)), 300],
    ['maxSkippedOctets', element(0x1941a469, new Uint8Array(500)), 300], // Attachments
    ['maxUnknownOctets', element(0x4dff, new Uint8Array(500)), 300],
    ['maxUnknownOctets', voidElement(500), 300],
    ['maxHeaderOctets', element(0x1549a966, new Uint8Array(500)), 300],
  ])('%s is held: an element above it is a gap, one up to it is read', (name, large, limit) => {
    expect(blocks([...head, large, ...tail], { [name]: limit })[1]).toMatch(/^gap limit-exceeded, .* 0 to 100 ms$/);
    const withinLimit = blocks([...head, large, ...tail], { [name]: 600 });
    expect(withinLimit.filter((line) => line.startsWith('gap limit-exceeded'))).toEqual([]);
  });

  test('maxTracks is held', () => {
    const parts = [...head.slice(0, 2), TRACKS, ...tail];
    expect(blocks(parts, { maxTracks: 2 })).toEqual(SECOND_GROUP);
    expect(blocks(parts, { maxTracks: 1 })[0]).toMatch(/^gap malformed-header/);
  });
});
