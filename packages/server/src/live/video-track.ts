import type { InitSegment, Track } from 'webm-reassembler';

/** The track that is analysed: the first video track. */
export function videoTrackOf(initSegment: InitSegment): Track | undefined {
  return initSegment.tracks.find((track) => track.type === 'video');
}

/** The track that is heard: the first audio track. */
export function audioTrackOf(initSegment: InitSegment): Track | undefined {
  return initSegment.tracks.find((track) => track.type === 'audio');
}
