import {
  audioTrack,
  cluster,
  ebmlHeader,
  info,
  join,
  KEY,
  opusPacket,
  segment,
  simpleBlock,
  tracks,
  videoTrack,
  vp8Delta,
  vp8Keyframe,
} from './webm.js';

/** Head of a stream with a VP8 track 1 and an Opus track 2. */
export const VIDEO_AND_AUDIO: readonly Uint8Array[] = [
  ebmlHeader(),
  segment(),
  info(),
  tracks(videoTrack(1), audioTrack(2)),
];

/** Head of a stream with a VP8 track 1. */
export const VIDEO_ONLY: readonly Uint8Array[] = [ebmlHeader(), segment(), info(), tracks(videoTrack(1))];

/** Head of a stream with an Opus track 1. */
export const AUDIO_ONLY: readonly Uint8Array[] = [ebmlHeader(), segment(), info(), tracks(audioTrack(1))];

/**
 * A Cluster that begins with a keyframe and has a frame and an Opus packet each 20 ms, as its parts: a group of
 * pictures of `frames` frames. Each payload is of its own.
 */
export function group(startMs: number, frames: number): readonly Uint8Array[] {
  const blocks = Array.from({ length: frames }, (_, index) => [
    index === 0
      ? simpleBlock(1, 0, vp8Keyframe(64, 48, [startMs & 0xff]), KEY)
      : simpleBlock(1, index * 20, vp8Delta([startMs & 0xff, index])),
    simpleBlock(2, index * 20, opusPacket([startMs & 0xff, index])),
  ]);
  return [cluster(startMs), ...blocks.flat()];
}

/** As {@link group}, without sound. */
export function silentGroup(startMs: number, frames: number): readonly Uint8Array[] {
  return group(startMs, frames).filter((_, index) => index === 0 || index % 2 === 1);
}

/** The parts, joined. */
export function streamOf(...parts: readonly (readonly Uint8Array[])[]): Uint8Array {
  return join(...parts.flat());
}
