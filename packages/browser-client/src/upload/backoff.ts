/** How long to wait before connecting again. */
export interface Backoff {
  /**
   * Wait before the first new attempt, in ms; doubled for each one after it.
   *
   * @defaultValue 500
   */
  readonly firstMs: number;
  /**
   * Longest wait, in ms: how late a person notices at most that the server is back.
   *
   * @defaultValue 5000
   */
  readonly longestMs: number;
}

export const DEFAULT_BACKOFF: Backoff = { firstMs: 500, longestMs: 5000 };

/**
 * Wait before attempt number `attempt` (from 1): between half of the doubled time and all of it, by chance, so that a
 * thousand publishers of a server that comes back do not all arrive in the same moment.
 *
 * @param random from 0 up to but not including 1
 */
export function backoffDelayMs(
  attempt: number,
  random: number,
  { firstMs, longestMs }: Backoff = DEFAULT_BACKOFF,
): number {
  const ceilingMs = Math.min(longestMs, firstMs * 2 ** Math.min(attempt - 1, 30));
  return Math.round(ceilingMs * (0.5 + random / 2));
}
