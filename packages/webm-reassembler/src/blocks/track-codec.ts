import type { VideoCodec } from '../codecs/video-codec.js';
import type { TimedBlock } from './timed-block.js';

/** A video codec, and the form in which its blocks are to come out; `webm-reassembler/codecs` exports some. */
export interface TrackCodec extends VideoCodec {
  /** The block with its payload in that form, where it is another than the one that came. */
  readonly convert?: (block: TimedBlock) => TimedBlock;
}
