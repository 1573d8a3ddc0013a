import type { SourceTrack } from '../blocks/source-track.js';
import type { TimedBlock } from '../blocks/timed-block.js';

/** A header that repeats within a recording goes on where it was, give or take this; a restart begins at 0 again. */
const CONTINUES_WITHIN_MS = 10_000;
/** A longer step between two blocks of a track is a pause, and says nothing of how long a block lasts. */
const LONGEST_STEP_MS = 1000;

/**
 * Places blocks on one timeline that never runs back across restarts: each run of the recorder begins where the blocks
 * of the one before it end. Within a run, times are the recorder's, moved by one constant.
 */
export class Timeline {
  #tracks: readonly SourceTrack[] = [];
  #tickMs = 1;
  #offsetTicks = 0;
  #newestRecorderMs = -Infinity;
  #endMs = 0;
  #isRunNew = false;
  #isRebased = false;

  startRun(tracks: readonly SourceTrack[]): void {
    this.#endMs = Math.max(
      this.#endMs,
      ...this.#tracks.map((track) => (track.lastTicks + track.stepTicks) * this.#tickMs),
    );
    this.#tracks = tracks;
    this.#isRunNew = true;
  }

  /** The recorder's times were wrong: the next block goes on where the timeline is, whatever it says. */
  rebase(): void {
    this.startRun(this.#tracks);
    this.#isRebased = true;
  }

  /** Sets the block's place on the timeline. */
  place(block: TimedBlock): void {
    if (this.#isRunNew) this.#chooseOffset(block);
    const ticks = block.recorderTicks + this.#offsetTicks;
    block.timelineTicks = ticks;
    const { source } = block;
    const step = ticks - source.lastTicks;
    if (step > 0 && step * block.tickMs <= LONGEST_STEP_MS) source.stepTicks = step;
    if (step > 0) source.lastTicks = ticks;
    if (block.recorderTimestampMs > this.#newestRecorderMs) this.#newestRecorderMs = block.recorderTimestampMs;
  }

  #chooseOffset(block: TimedBlock): void {
    this.#isRunNew = false;
    const sinceNewestMs = block.recorderTimestampMs - this.#newestRecorderMs;
    const isFirstRun = this.#newestRecorderMs === -Infinity;
    const goesOn = sinceNewestMs >= 0 && sinceNewestMs <= CONTINUES_WITHIN_MS;
    if (this.#isRebased) this.#offsetTicks = Math.ceil(this.#endMs / block.tickMs) - block.recorderTicks;
    else if (isFirstRun) this.#offsetTicks = 0;
    else if (goesOn) this.#offsetTicks = Math.round((this.#offsetTicks * this.#tickMs) / block.tickMs);
    else this.#offsetTicks = Math.ceil(this.#endMs / block.tickMs);
    // A time before 0 can only be damage; it must not run the timeline back.
    if (!isFirstRun) this.#offsetTicks -= Math.min(0, block.recorderTicks);
    this.#tickMs = block.tickMs;
    this.#newestRecorderMs = -Infinity;
    this.#isRebased = false;
  }
}
