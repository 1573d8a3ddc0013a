import { isSameShape, trackShape } from './media-type.js';

test.each([
  ['video/webm;codecs="vp8,opus"', { video: 1, audio: 1 }],
  ['video/webm;codecs="opus,vp09.00.30.08"', { video: 1, audio: 1 }],
  ['video/webm;codecs=vp8', { video: 1, audio: 0 }],
  ['audio/webm;codecs="opus"', { video: 0, audio: 1 }],
  ['video/x-matroska;codecs="avc1.42C01F, pcm"', { video: 1, audio: 1 }],
])('%s', (mimeType, shape) => {
  expect(trackShape(mimeType)).toEqual(shape);
});

test('another codec is the same shape, another number of tracks is not', () => {
  expect(isSameShape('video/webm;codecs="vp8,opus"', 'video/webm;codecs="opus,vp9"')).toBe(true);
  expect(isSameShape('video/webm;codecs="vp8,opus"', 'video/webm;codecs="vp8"')).toBe(false);
});
