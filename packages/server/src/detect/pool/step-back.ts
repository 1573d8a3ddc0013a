import { setPriority } from 'node:os';
import process from 'node:process';

/** Of 19 down to -20: at 5 a thread gets a third of the time of one that did not step back, and all that nobody wants. */
const BEHIND_THE_REST = 5;

/**
 * Lets the other threads and processes of this server go first. A decoder that waits falls behind the camera and never
 * catches up, while a detector that waits only takes a later frame.
 *
 * Linux counts priorities by thread, so this is for the thread that calls it; elsewhere it would be for the whole
 * process, and is left out.
 */
export function stepBack(platform: NodeJS.Platform = process.platform): void {
  if (platform === 'linux') setPriority(0, BEHIND_THE_REST);
}
