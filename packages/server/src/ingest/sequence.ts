/** What a sequence number says about the chunk that carries it. */
export type SequenceVerdict = 'next' | 'duplicate' | 'missing';

/**
 * Compares the sequence number of a chunk with the one that comes next. A lower one was taken before: publishers send
 * again what they do not know to be acknowledged. A higher one means that chunks between are missing.
 */
export function judgeSequence(sequence: number, expected: number): SequenceVerdict {
  if (sequence === expected) return 'next';
  return sequence < expected ? 'duplicate' : 'missing';
}
