import * as fc from 'fast-check';
import { cutAt } from '../../test/support/feed.js';
import { wholeRecording } from '../../test/support/recordings.js';
import {
  ATTACHMENTS,
  cluster,
  CUES,
  ebmlHeader,
  info,
  join,
  segment,
  simpleBlock,
  sizedCluster,
  sizedSegment,
  TAGS,
  tracks,
  videoTrack,
  voidElement,
  vp8Keyframe,
} from '../../test/support/webm.js';
import { ElementOutline, type OutlineEntry } from './element-outline.js';

function outlineOf(...chunks: readonly Uint8Array[]): ElementOutline {
  const outline = new ElementOutline();
  for (const chunk of chunks) outline.feed(chunk);
  outline.end();
  return outline;
}

/** `name xcount @offset +octets`, deeper entries indented. */
function lines({ entries }: ElementOutline): readonly string[] {
  const line = ({ name, level, offset, octets, count }: OutlineEntry): string =>
    `${'  '.repeat(level)}${name} x${count} @${offset} +${octets}`;
  return entries.map(line);
}

const block = simpleBlock(1, 0, vp8Keyframe());
const header = ebmlHeader();
const tracksElement = tracks(videoTrack(1));

describe('ElementOutline', () => {
  test('lists the elements of a finished file, Clusters counted', () => {
    const clusters = [sizedCluster(0, block, block), sizedCluster(100, block)];
    const file = join(
      header,
      sizedSegment(voidElement(40), info(), tracksElement, ...clusters, CUES, TAGS, ATTACHMENTS),
    );
    const outline = outlineOf(file);
    const at = header.length + 12;
    const infoAt = at + 42;
    const tracksAt = infoAt + info().length;
    const clustersAt = tracksAt + tracksElement.length;
    const cuesAt = clustersAt + join(...clusters).length;
    expect(lines(outline)).toEqual([
      `EBML x1 @0 +${header.length}`,
      `Segment x1 @${header.length} +12`,
      `  Void x1 @${at} +42`,
      `  Info x1 @${infoAt} +${info().length}`,
      `  Tracks x1 @${tracksAt} +${tracksElement.length}`,
      `  Cluster x2 @${clustersAt} +${cuesAt - clustersAt}`,
      `  Cues x1 @${cuesAt} +${CUES.length}`,
      `  Tags x1 @${cuesAt + CUES.length} +${TAGS.length}`,
      `  Attachments x1 @${cuesAt + CUES.length + TAGS.length} +${ATTACHMENTS.length}`,
    ]);
    expect(outline.entries[5]?.contains).toEqual({ Timestamp: 2, SimpleBlock: 3 });
  });

  test('says what the headers hold', () => {
    const [ebml, , infoEntry, tracksEntry] = outlineOf(join(header, segment(), info(), tracksElement)).entries;
    expect(ebml?.children?.find(({ name }) => name === 'DocType')?.value).toBe('webm');
    expect(infoEntry?.children?.find(({ name }) => name === 'TimestampScale')).toMatchObject({
      id: '0x2AD7B1',
      value: 1_000_000,
    });
    const [entry] = tracksEntry?.children ?? [];
    expect(entry?.children?.find(({ name }) => name === 'Video')?.children?.[0]).toMatchObject({
      name: 'PixelWidth',
      value: 64,
    });
  });

  test('follows unknown sizes, and a restart', () => {
    const run = join(header, segment(), info(), tracksElement, cluster(0), block, cluster(50), block);
    const outline = outlineOf(join(run, run));
    expect(outline.entries.map(({ name }) => name)).toEqual(
      [1, 2].flatMap(() => ['EBML', 'Segment', 'Info', 'Tracks', 'Cluster']),
    );
    expect(outline.entries.filter(({ hasUnknownSize }) => hasUnknownSize).map(({ name }) => name)).toEqual([
      'Segment',
      'Cluster',
      'Segment',
      'Cluster',
    ]);
    expect(outline.entries[4]).toMatchObject({ count: 2, contains: { Timestamp: 2, SimpleBlock: 2 } });
  });

  test('tells of octets that are no element, and goes on behind them', () => {
    const start = join(header, segment(), info(), tracksElement, cluster(0), block);
    const outline = outlineOf(join(start, new Uint8Array(50), cluster(100), block));
    expect(lines(outline).slice(-3)).toEqual([
      `  Cluster x1 @${start.length - cluster(0).length - block.length} +${cluster(0).length + block.length}`,
      `  unreadable x1 @${start.length} +50`,
      `  Cluster x1 @${start.length + 50} +${cluster(100).length + block.length}`,
    ]);
  });

  test('finds a recording that has lost its beginning, and nothing in noise', () => {
    expect(outlineOf(join(block.subarray(5), cluster(0), block)).entries.map(({ name }) => name)).toEqual([
      'unreadable',
      'Cluster',
    ]);
    expect(outlineOf(new Uint8Array(5000).fill(7)).entries).toMatchObject([{ name: 'unreadable', octets: 5000 }]);
  });

  test('keeps a thousand entries at most', () => {
    const odd = join(TAGS, CUES);
    const outline = outlineOf(join(header, segment(), ...Array.from({ length: 600 }, () => odd)));
    expect(outline.entries).toHaveLength(1000);
    expect(outline.omitted).toBe(202);
  });

  test('whatever the octets, entries follow one another', () => {
    const whole = wholeRecording('chromium156-tiny-canvas-vp8-opus-250ms').subarray(0, 6000);
    const edits = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { maxLength: 30 });
    fc.assert(
      fc.property(edits, fc.nat(whole.length), (octets, from) => {
        const damaged = whole.slice(from);
        for (const [at, octet] of octets) if (at < damaged.length) damaged[at] = octet;
        let end = 0;
        for (const { offset, octets: length } of outlineOf(damaged).entries) {
          expect(offset).toBeGreaterThanOrEqual(end);
          end = offset + length;
        }
      }),
    );
  });

  test('any cuts give the same outline', () => {
    const whole = wholeRecording('broken-zeros-in-cluster');
    const expected = lines(outlineOf(whole));
    fc.assert(
      fc.property(fc.array(fc.nat(whole.length), { maxLength: 40 }), (cuts) => {
        expect(lines(outlineOf(...cutAt(whole, cuts)))).toEqual(expected);
      }),
      { numRuns: 50 },
    );
  });
});
