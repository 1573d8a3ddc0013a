import { feedAll } from '../../test/support/feed.js';
import { group, silentGroup, streamOf, VIDEO_AND_AUDIO } from '../../test/support/streams.js';
import {
  audioTrack,
  cluster,
  ebmlHeader,
  element,
  EMPTY_SEEK_HEAD,
  holds,
  info,
  join,
  KEY,
  segment,
  simpleBlock,
  TAGS,
  tracks,
  unknownSized,
  videoTrack,
  voidElement,
  vp8Keyframe,
} from '../../test/support/webm.js';
import type { InitSegment } from '../index.js';

function initSegments(...parts: readonly (readonly Uint8Array[])[]): readonly InitSegment[] {
  return feedAll([streamOf(...parts)]).filter((output) => output.kind === 'init-segment');
}

function firstInit(...parts: readonly (readonly Uint8Array[])[]): InitSegment {
  const [first] = initSegments(...parts);
  if (first === undefined) throw new Error('there is no init segment');
  return first;
}

test('an init segment is EBML header, Segment of unknown size, Info and Tracks, and nothing else', () => {
  const { octets } = firstInit(
    [ebmlHeader(), segment(3), EMPTY_SEEK_HEAD, voidElement(9), info(), tracks(videoTrack(1)), TAGS],
    silentGroup(0, 1),
  );
  const expected = join(
    element(
      0x1a45dfa3,
      join(
        element(0x4286, [1]), // EBMLVersion
        element(0x42f7, [1]), // EBMLReadVersion
        element(0x42f2, [4]), // EBMLMaxIDLength
        element(0x42f3, [8]), // EBMLMaxSizeLength
        element(0x4282, 'webm'), // DocType
        element(0x4287, [4]), // DocTypeVersion
        element(0x4285, [2]), // DocTypeReadVersion
      ),
    ),
    unknownSized(0x18538067), // Segment
    element(
      0x1549a966,
      join(
        // Info
        element(0x2ad7b1, [0x0f, 0x42, 0x40]), // TimestampScale
        element(0x4d80, 'maker'), // MuxingApp
        element(0x5741, 'maker'), // WritingApp
      ),
    ),
    tracks(videoTrack(1)),
  );
  expect([...octets]).toEqual([...expected]);
});

test.each([0, 1, 5000])('a Duration of %i ticks is never passed on', (duration) => {
  const { octets } = firstInit(
    [ebmlHeader(), segment(), info(1_000_000, duration), tracks(videoTrack(1))],
    silentGroup(0, 1),
  );
  expect(holds(octets, Uint8Array.of(0x44, 0x89))).toBe(false);
});

test('where the recorder gives no Info, one is written: it is mandatory', () => {
  const { octets } = firstInit([ebmlHeader(), segment(), tracks(videoTrack(1))], silentGroup(0, 1));
  expect(holds(octets, Uint8Array.of(0x15, 0x49, 0xa9, 0x66))).toBe(true);
});

test('elements of a TrackEntry that nobody knows are passed on', () => {
  const unheardOf = element(0x4dff, 'future');
  const { octets } = firstInit(
    [ebmlHeader(), segment(), info(), tracks(videoTrack(1, { more: [unheardOf] }))],
    silentGroup(0, 1),
  );
  expect(holds(octets, unheardOf)).toBe(true);
});

test('the mimeType names container, kind and codecs', () => {
  expect(firstInit(VIDEO_AND_AUDIO, group(0, 1)).mimeType).toBe('video/webm;codecs="vp8,opus"');
  const audio = [cluster(0), simpleBlock(1, 0, 'sound')];
  expect(firstInit([ebmlHeader(), segment(), tracks(audioTrack(1))], audio).mimeType).toBe('audio/webm;codecs="opus"');
  const matroska = firstInit([ebmlHeader('matroska'), segment(), tracks(audioTrack(1))], audio);
  expect(matroska).toMatchObject({ docType: 'matroska', mimeType: 'audio/x-matroska;codecs="opus"' });
});

test('the first keyframe corrects a picture size that the header has wrong, before anything is emitted', () => {
  const head = [ebmlHeader(), segment(), info(), tracks(videoTrack(1, { width: 320, height: 240 }))];
  const inits = initSegments(head, [cluster(0), simpleBlock(1, 0, vp8Keyframe(640, 480), KEY)]);
  expect(inits.map(({ tracks: [track] }) => [track?.width, track?.height])).toEqual([[640, 480]]);
  expect(
    holds(inits[0]?.octets ?? new Uint8Array(), join(element(0xb0, [0x02, 0x80]), element(0xba, [0x01, 0xe0]))),
  ).toBe(true);
});

test('a resize in the middle gives a new init segment right before the keyframe that has the new size', () => {
  const keyframes = [64, 64, 32].map((width, index) => simpleBlock(1, index * 20, vp8Keyframe(width, 48), KEY));
  const outputs = feedAll([streamOf(VIDEO_AND_AUDIO, [cluster(0), ...keyframes])]);
  expect(outputs.map(({ kind }) => kind)).toEqual([
    'init-segment',
    'media-segment',
    'media-segment',
    'init-segment',
    'media-segment',
  ]);
  const [, second] = outputs.filter((output) => output.kind === 'init-segment');
  expect(second?.tracks[0]).toMatchObject({ width: 32, height: 48 });
  expect(outputs[4]).toMatchObject({ initSegment: second, opensWithRandomAccessPoint: true });
});

test('a display size in pixels goes with the old picture size; other settings of the picture stay', () => {
  const display = join(element(0x54b0, [64]), element(0x54ba, [48])); // DisplayWidth, DisplayHeight
  const alphaMode = element(0x53c0, [1]);
  const video = element(0xe0, join(element(0xb0, [64]), element(0xba, [48]), display, alphaMode));
  const entry = element(0xae, join(element(0xd7, [1]), element(0x83, [1]), element(0x86, 'V_VP8'), video));
  const { octets } = firstInit(
    [ebmlHeader(), segment(), info(), tracks(entry)],
    [cluster(0), simpleBlock(1, 0, vp8Keyframe(128, 96), KEY)],
  );
  expect(holds(octets, Uint8Array.of(0x54, 0xb0))).toBe(false);
  expect(holds(octets, alphaMode)).toBe(true);
});
