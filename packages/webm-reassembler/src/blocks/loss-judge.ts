import type { DamageCode } from '../elements/damage.js';
import type { TimedBlock } from './timed-block.js';

/** Finds what is missing between blocks whose octets and times look sound. */
export interface LossJudge {
  /** Off where chunks are numbered: then a loss is known, and need not be guessed. */
  findsHoles: boolean;
  /** A new run, or a gap: what came before says nothing of what comes next. */
  restart(): void;
  /** Whether sound was going on up to about `ms`: then nothing lies far ahead of it. */
  isRunningAt(ms: number): boolean;
  /** Whether what lies before a block may be missing, so that it must wait for the sound to say so. */
  isInDoubt(block: TimedBlock): boolean;
  /** Whether a block is of the sound that the clock is read from: what is in doubt is settled by it. */
  isSound(block: TimedBlock): boolean;
  /** What the sound says is missing before a block that waited for it. */
  missingBeforeHeld(held: TimedBlock, sound: TimedBlock): DamageCode | undefined;
  /** Takes the next block that is passed on; answers with what is missing before it. */
  pass(block: TimedBlock): DamageCode | undefined;
}

/** Makes a judge of losses for one stream: what `webm-reassembler/loss` exports. */
export type LossJudgement = () => LossJudge;
