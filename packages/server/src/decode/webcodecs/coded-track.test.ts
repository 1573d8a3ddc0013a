import type { Block, Track } from 'webm-reassembler';
import { codedBlocks, codedTrack } from './coded-track.js';

const video: Track = { number: 2, type: 'video', codecId: 'V_VP8', codec: 'vp8', width: 4, height: 2 };
const audio: Track = { number: 1, type: 'audio', codecId: 'A_OPUS', codec: 'opus' };

function block(track: Track, timestampMs: number, octets: Uint8Array): Block {
  const time = { timestampMs, recorderTimestampMs: timestampMs, durationMs: undefined };
  return { track, ...time, offset: 0, keyframe: timestampMs === 0, payload: octets, frames: [octets] };
}

test('the Blocks of the video track are handed over, in memory of their own', () => {
  // As they come from a socket: views of one Buffer, whose own `slice` copies nothing.
  const chunk = Buffer.from([1, 2, 3, 4]);
  const blocks = [
    block(audio, 0, chunk.subarray(0, 1)),
    block(video, 0, chunk.subarray(1, 2)),
    block(video, 33, chunk.subarray(2)),
  ];
  const coded = codedBlocks(blocks, 2);
  expect(coded).toEqual([
    { timestampMs: 0, keyframe: true, frames: [Uint8Array.of(2)] },
    { timestampMs: 33, keyframe: false, frames: [Uint8Array.of(3, 4)] },
  ]);
  expect(coded.flatMap(({ frames }) => frames.map(({ buffer }) => buffer.byteLength))).toEqual([1, 2]);
});

test('only H.264 is described by its CodecPrivate, and only where it has one', () => {
  const codecPrivate = Uint8Array.of(1, 2);
  const h264: Track = { ...video, codecId: 'V_MPEG4/ISO/AVC', codec: 'avc1.42C01F' };
  const av1: Track = { ...video, codecId: 'V_AV1', codec: 'av01.0.04M.08' };
  const described = [h264, { ...h264, codecPrivate }, { ...av1, codecPrivate }].map((track) =>
    codedTrack([audio, track]),
  );
  expect(described.map((track) => track?.description)).toEqual([undefined, codecPrivate, undefined]);
});

test('where there is no video there is nothing to decode', () => {
  expect(codedTrack([audio])).toBeUndefined();
});
