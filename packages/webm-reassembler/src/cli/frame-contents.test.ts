import { deflateSync } from 'node:zlib';
import { element, join, tracks, trackEntry } from '../../test/support/webm.js';
import { readTrackEntries } from '../blocks/recorder-header.js';
import { frameContentsFor, type FrameContents } from './frame-contents.js';

/** ContentEncoding with these children of ContentCompression. */
function encoding(order: number, compression: Uint8Array, scope = 1): Uint8Array {
  return element(0x6240, join(element(0x5031, [order]), element(0x5032, [scope]), element(0x5034, compression)));
}

const STRIPPED = (octets: readonly number[]): Uint8Array => join(element(0x4254, [3]), element(0x4255, octets));
const ZLIB = element(0x4254, [0]);

function contentsOf(...encodings: readonly Uint8Array[]): FrameContents {
  const entry = trackEntry(
    element(0xd7, [1]),
    element(0x86, 'V_VP8'),
    ...(encodings.length === 0 ? [] : [element(0x6d80, join(...encodings))]),
  );
  const body = tracks(entry).subarray(5);
  const [read] = readTrackEntries(body, 1) ?? [];
  if (read === undefined) throw new Error('the hand-made track cannot be read');
  return frameContentsFor(read);
}

const frame = Uint8Array.of(5, 6, 7);

describe('frameContentsFor', () => {
  test('leaves frames of a track without encodings as they are', () => {
    expect(contentsOf()(frame)).toBe(frame);
  });

  test('puts back a header that was stripped', () => {
    expect([...contentsOf(encoding(0, STRIPPED([1, 2])))(frame)]).toEqual([1, 2, 5, 6, 7]);
  });

  test('inflates, also where ContentCompAlgo is left out, since zlib is its default', () => {
    expect([...contentsOf(encoding(0, ZLIB))(deflateSync(frame))]).toEqual([5, 6, 7]);
    expect([...contentsOf(encoding(0, new Uint8Array(0)))(deflateSync(frame))]).toEqual([5, 6, 7]);
  });

  test('undoes several encodings from the highest order down', () => {
    const contents = contentsOf(encoding(0, STRIPPED([9])), encoding(1, ZLIB));
    expect([...contents(deflateSync(frame))]).toEqual([9, 5, 6, 7]);
  });

  test.each([
    ['what does not inflate', [encoding(0, ZLIB)]],
    ['an algorithm that Node does not know', [encoding(0, element(0x4254, [1]))]],
    ['an encoding of CodecPrivate only', [encoding(0, STRIPPED([1]), 2)]],
    ['encryption', [element(0x6240, join(element(0x5033, [1]), element(0x5035, [])))]],
  ])('leaves %s as it is', (_, encodings) => {
    expect([...contentsOf(...encodings)(frame)]).toEqual([5, 6, 7]);
  });
});
