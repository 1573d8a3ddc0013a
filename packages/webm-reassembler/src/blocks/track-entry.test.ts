import { readTrackEntry } from './track-entry.js';
import { element, join } from '../../test/support/webm.js';

const NUMBER = element(0xd7, [3]);
const VIDEO_TYPE = element(0x83, [1]);
const AUDIO_TYPE = element(0x83, [2]);
const VP8 = element(0x86, 'V_VP8');
const OPUS = element(0x86, 'A_OPUS');

test('a video track has its number, codec and picture size', () => {
  const video = element(0xe0, join(element(0xb0, [0x02, 0x80]), element(0xba, [0x01, 0xe0])));
  const entry = readTrackEntry(join(NUMBER, VIDEO_TYPE, VP8, video));
  expect(entry?.track).toEqual({ number: 3, type: 'video', codecId: 'V_VP8', codec: 'vp8', width: 640, height: 480 });
});

test('an audio track has its sample rate and channels', () => {
  const audio = element(0xe1, join(element(0xb5, [0x47, 0x3b, 0x80, 0x00]), element(0x9f, [2]))); // 48000 as a 4-octet float
  const entry = readTrackEntry(join(NUMBER, AUDIO_TYPE, OPUS, audio));
  expect(entry?.track).toEqual({
    number: 3,
    type: 'audio',
    codecId: 'A_OPUS',
    codec: 'opus',
    sampleRate: 48_000,
    channels: 2,
  });
});

test('an Audio element that says nothing means 8000 Hz and one channel (RFC 9559)', () => {
  const entry = readTrackEntry(join(NUMBER, AUDIO_TYPE, OPUS, element(0xe1, [])));
  expect(entry?.track).toMatchObject({ sampleRate: 8000, channels: 1 });
});

test('the CodecPrivate is kept, and an avcC tells the exact codec', () => {
  const avcc = [1, 0x64, 0x00, 0x1f, 0xff, 0xe1, 0];
  const entry = readTrackEntry(join(NUMBER, VIDEO_TYPE, element(0x86, 'V_MPEG4/ISO/AVC'), element(0x63a2, avcc)));
  expect(entry?.track.codec).toBe('avc1.64001F');
  expect([...(entry?.track.codecPrivate ?? [])]).toEqual(avcc);
});

test.each([
  [1, 'video'],
  [2, 'audio'],
  [17, 'subtitles'],
  [3, 'other'],
  [33, 'other'],
])('TrackType %i is %s', (value, type) => {
  expect(readTrackEntry(join(NUMBER, element(0x83, [value]), VP8))?.track.type).toBe(type);
});

test('a codec that the library has no name for keeps its CodecID', () => {
  expect(readTrackEntry(join(NUMBER, VIDEO_TYPE, element(0x86, 'V_THEORA')))?.track.codec).toBe('V_THEORA');
});

test('children are kept as they stand, so that nothing is lost in writing them anew', () => {
  const unheardOf = element(0x4dff, 'future');
  const entry = readTrackEntry(join(NUMBER, VIDEO_TYPE, VP8, unheardOf));
  expect(entry?.children.map(({ id }) => id)).toEqual([0xd7, 0x83, 0x86, 0x4dff]);
});

test.each([
  ['no TrackNumber', join(VIDEO_TYPE, VP8)],
  ['TrackNumber 0', join(element(0xd7, [0]), VIDEO_TYPE, VP8)],
  ['no CodecID', join(NUMBER, VIDEO_TYPE)],
  ['a child that is cut off', join(NUMBER, VIDEO_TYPE, VP8, [0xe0])],
])('an entry with %s is damaged', (_, body) => {
  expect(readTrackEntry(body)).toBeUndefined();
});
