/**
 * How many frames a second each stream may have analysed.
 *
 * One ceiling goes for all streams: who wants less than it gets what it wants, the others share evenly what is left. The
 * ceiling follows what the workers really do, measured at intervals: where frames wait in vain it falls at once to a
 * little below what was done, so that few frames are prepared for nothing; where none do it rises, slowly where the workers
 * are busy and by half each time where they have nothing to do, until the next frames wait in vain, or nobody wants more.
 */

/** What one stream asked for and got in an interval. */
export interface StreamLoad {
  /** Frames a second that the stream would like to have analysed. */
  readonly wantedFps: number;
  /** Frames that it handed over. */
  readonly offered: number;
  /** Those of them that were replaced by a newer one before a worker was free. */
  readonly replaced: number;
  /** Frames of it that were finished. */
  readonly finished: number;
}

/** Share of frames that wait in vain above which the machine is full, where its workers are busy all the time. */
const FULL_SHARE = 0.1;
/**
 * Share of the time that workers are busy when they cannot do more. Frames come in bursts, those of a chunk at once, so
 * that some wait in vain for workers that have nothing to do a moment later: that is no full machine.
 */
const BUSY_SHARE = 0.85;
/** Frames an interval must have for its shares to mean anything. */
const FEWEST_FRAMES = 4;
/** Share of what was done that is granted when the machine is full. */
const AFTER_FULL = 0.9;
/** Least growth of the ceiling in an interval in which the machine was not full. */
const LEAST_GROWTH = 1.06;
/** Growth beyond 1 where the workers have nothing to do: many streams that begin at once fill a machine for a moment. */
const IDLE_GROWTH = 0.5;
/** Least that a stream is granted, in frames a second: enough to see that it lives. */
const LEAST_FPS = 0.5;

export class RatePlan {
  #ceiling = Number.POSITIVE_INFINITY;

  /** What a stream gets that would like to have `wantedFps`. */
  grantedFps(wantedFps: number): number {
    return Math.min(wantedFps, this.#ceiling);
  }

  /**
   * Draws the conclusion from an interval.
   *
   * @param busyShare share of the interval in which the workers were busy, 0 to 1
   */
  adjust(loads: readonly StreamLoad[], intervalMs: number, busyShare: number): void {
    const offered = sum(loads, (load) => load.offered);
    const replaced = sum(loads, (load) => load.replaced);
    const wanted = Math.max(0, ...loads.map((load) => load.wantedFps));
    if (offered >= FEWEST_FRAMES && replaced > offered * FULL_SHARE && busyShare >= BUSY_SHARE) {
      const perSecond = (sum(loads, (load) => load.finished) * 1000) / intervalMs;
      this.#ceiling = Math.max(LEAST_FPS, evenCeiling(loads, perSecond * AFTER_FULL));
      return;
    }
    const risen = this.#ceiling * Math.max(LEAST_GROWTH, 1 + IDLE_GROWTH * (1 - busyShare));
    this.#ceiling = risen < wanted ? risen : Number.POSITIVE_INFINITY;
  }
}

/** The ceiling under which the streams together get `perSecond`: the modest ones what they want, the others the same. */
function evenCeiling(loads: readonly StreamLoad[], perSecond: number): number {
  let left = perSecond;
  const wants = loads.map((load) => load.wantedFps).sort((one, other) => one - other);
  for (const [index, wantedFps] of wants.entries()) {
    const share = left / (wants.length - index);
    if (share <= wantedFps) return share;
    left -= wantedFps;
  }
  return Number.POSITIVE_INFINITY;
}

function sum(loads: readonly StreamLoad[], of: (load: StreamLoad) => number): number {
  return loads.reduce((total, load) => total + of(load), 0);
}
