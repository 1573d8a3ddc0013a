import type { Block, Track } from 'webm-reassembler';
import type { CodedBlock, CodedTrack } from './worker-messages.js';

/** The first video track, as a `VideoDecoder` is told of it; `undefined` where there is none. */
export function codedTrack(tracks: readonly Track[]): CodedTrack | undefined {
  const track = tracks.find(({ type }) => type === 'video');
  return track && { number: track.number, codec: track.codec, description: descriptionOf(track) };
}

/**
 * H.264 with CodecPrivate is coded as that says; without, it is Annex B, which describes itself. The CodecPrivate that
 * Chromium writes for AV1 is a constant and does not describe the stream; VP8 and VP9 need none.
 */
function descriptionOf({ codecId, codecPrivate }: Track): Uint8Array<ArrayBuffer> | undefined {
  return codecId === 'V_MPEG4/ISO/AVC' && codecPrivate !== undefined && codecPrivate.length > 0
    ? new Uint8Array(codecPrivate)
    : undefined;
}

/** The Blocks of one track, copied so that a worker can take them over. */
export function codedBlocks(blocks: readonly Block[], trackNumber: number | undefined): readonly CodedBlock[] {
  return blocks
    .filter(({ track }) => track.number === trackNumber)
    .map(({ timestampMs, keyframe, frames }) => ({
      timestampMs,
      keyframe,
      // Not `slice`: what came from a socket is a Buffer, whose slices are views.
      frames: frames.map((octets) => new Uint8Array(octets)),
    }));
}
