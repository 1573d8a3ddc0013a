import type { LossJudgement } from './blocks/loss-judge.js';
import { SoundAndFrames } from './blocks/sound-and-frames.js';

export type { LossJudgement } from './blocks/loss-judge.js';

/**
 * Finds losses where chunks are not numbered: by the clock that the sound carries, and by the numbers that frames do.
 *
 * @example
 * ```ts
 * import { Reassembler } from 'webm-reassembler/core';
 * import { loss } from 'webm-reassembler/loss';
 *
 * const reassembler = new Reassembler({ loss });
 * ```
 */
export const loss: LossJudgement = () => new SoundAndFrames();
