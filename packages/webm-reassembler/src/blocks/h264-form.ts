import type { FrameDescriber } from '../codecs/codec.js';
import type { TimedBlock } from './timed-block.js';

/** Another form for H.264 than Annex B, in which browsers record it: what `webm-reassembler/avcc` exports. */
export interface H264Form {
  readonly describe: FrameDescriber;
  /** The block with its payload in the other form. */
  readonly convert: (block: TimedBlock) => TimedBlock;
}
