import { NutCursor } from './nut-cursor.js';

/** NUT's stream header of a video stream. */
export interface StreamHeader {
  readonly width: number;
  readonly height: number;
  /** Which of the main header's time bases the stream's timestamps count in. */
  readonly timeBaseIndex: number;
  /** Bits of a timestamp that are always coded; the rest is taken from the timestamp before. */
  readonly ptsLsbBits: number;
}

const VIDEO_CLASS = 0;

/** Reads the content of a stream header; `undefined` where it is malformed or not of video. */
export function readStreamHeader(content: Uint8Array): StreamHeader | undefined {
  const cursor = new NutCursor(content);
  cursor.unsigned(); // stream_id
  const streamClass = cursor.unsigned();
  cursor.variableOctets(); // fourcc
  const timeBaseIndex = cursor.unsigned();
  const ptsLsbBits = cursor.unsigned();
  cursor.unsigned(); // max_pts_distance
  cursor.unsigned(); // decode_delay
  cursor.unsigned(); // stream_flags
  cursor.variableOctets(); // codec_specific_data
  const width = cursor.unsigned();
  const height = cursor.unsigned();
  const isVideo = !cursor.ranOut && streamClass === VIDEO_CLASS && width > 0 && height > 0 && ptsLsbBits < 32;
  return isVideo ? { width, height, timeBaseIndex, ptsLsbBits } : undefined;
}
