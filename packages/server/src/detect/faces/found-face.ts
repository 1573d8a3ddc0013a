import type { Box } from '@webm-reassembler/protocol';

/** A face that a net found. */
export interface FoundFace {
  readonly score: number;
  /** In shares of the frame. */
  readonly box: Box;
}

/** The logistic function. */
export function sigmoid(value: number): number {
  return 1 / (1 + Math.exp(-value));
}
