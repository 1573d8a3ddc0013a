import type { DamageCode } from '../elements/damage.js';
import type { Run } from './header-reader.js';
import type { TimedBlock } from './timed-block.js';

/** Who is told of the blocks. */
export interface BlockSink {
  /** A recorder's header is complete; the blocks that follow are of this run. */
  runStarted(run: Run): void;
  block(block: TimedBlock): void;
  damaged(code: DamageCode, offset: number): void;
  resumed(offset: number): void;
  /** Blocks before the next one are missing, though every octet could be read. */
  missingBefore(code: DamageCode, offset: number): void;
  /** The recorder's times from here on have nothing to do with those before. */
  rebased(): void;
}
