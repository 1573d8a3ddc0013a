/**
 * When what is acknowledged is also on the disk, and not only with the operating system. Whatever the policy, a server
 * process that dies loses nothing of it; the policies differ in what a machine that loses its power may lose.
 *
 * - `never`: the system writes when it wants to, on Linux within about 30 s.
 * - `interval`: within `intervalMs`.
 * - `every-chunk`: before the acknowledgement.
 */
export interface SyncPolicy {
  readonly when: 'never' | 'interval' | 'every-chunk';
  /** For `interval`. */
  readonly intervalMs: number;
}
