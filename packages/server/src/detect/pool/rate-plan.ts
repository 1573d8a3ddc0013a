/**
 * How many frames a second each stream may have analysed.
 *
 * One ceiling goes for all streams: who wants less than it gets what it wants, the others share evenly what is left. It is
 * found by what was granted and how much of the workers' time that asked for:
 *
 * ```
 *           frames finished and replaced
 * load  =  ------------------------------  x  share of the time that the workers were busy
 *                 frames finished
 *
 * granted from now on  =  granted so far  x  ( LOAD_AIMED_AT / load ) ^ weight
 * ```
 *
 * (A frame is replaced when a newer one comes while it waits: it waited in vain, and the first of these count more.) Were one
 * second like the next, a weight of 1 would be there in one step. They are not: frames come in bursts, and what one takes depends
 * on all else that the machine does. So a difference counts little at first, and what is granted stays near what is done; a
 * large one that lasts counts half, and three seconds are enough from little to all.
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

/** Above it frames begin to wait in vain, below it workers do nothing. */
const LOAD_AIMED_AT = 0.95;
/** What workers that were never busy count as, for nothing can be said of how often their load would go into them. */
const LEAST_LOAD = 0.05;
/**
 * Share of the time that workers are busy from which on frames that waited in vain begin to count, and from which on they all
 * count. Frames of a chunk come at once, so that some wait in vain for workers that have nothing to do a moment later: that is
 * no full machine.
 */
const VAIN_COUNTS_FROM = 0.5;
const VAIN_COUNTS_WHOLE_FROM = 0.7;
/**
 * The first frames that wait in vain count some times over, up to a limit: a machine that decodes as well has no more to give
 * long before its workers have no pause left, and what is decoded in vain is taken from them.
 */
const FIRST_IN_VAIN_COUNT = 3;
const FIRST_IN_VAIN_LIMIT = 0.25;
/** Weights of a difference that is small or new, and of one that is large and lasts. */
const LEAST_WEIGHT = 0.2;
const MOST_WEIGHT = 0.5;
/** No difference counts for more, as a logarithm, before it has lasted: recorders that all pause for a moment make no room. */
const MOST_AT_ONCE = 0.5;
/** Frames that must have been handed over before anything is concluded, or so much time must have passed. */
const FEWEST_FRAMES = 8;
const LONGEST_WAIT_MS = 3000;
/** Least that a stream is granted, in frames a second: enough to see that it lives. */
const LEAST_FPS = 0.5;

/** What was seen since the last conclusion. */
interface Observation {
  readonly ms: number;
  readonly busyMs: number;
  /** Frames that the streams were allowed to hand over, whether they had them or not. */
  readonly granted: number;
  readonly offered: number;
  readonly replaced: number;
  readonly finished: number;
}

const NOTHING_SEEN: Observation = { ms: 0, busyMs: 0, granted: 0, offered: 0, replaced: 0, finished: 0 };

export class RatePlan {
  /** Frames a second that all streams together may hand over; `Infinity` while there is room for all. */
  #capacityFps = Number.POSITIVE_INFINITY;
  #ceilingFps = Number.POSITIVE_INFINITY;
  #seen = NOTHING_SEEN;
  /** The last one, as a logarithm: above 0 there was room. */
  #difference = 0;

  /** What a stream gets that would like to have `wantedFps`. */
  grantedFps(wantedFps: number): number {
    return Math.min(wantedFps, this.#ceilingFps);
  }

  /**
   * Draws the conclusion from an interval.
   *
   * @param busyShare share of the interval in which the workers were busy, 0 to 1
   */
  adjust(loads: readonly StreamLoad[], intervalMs: number, busyShare: number): void {
    this.#see(loads, intervalMs, busyShare);
    if (this.#seen.offered >= FEWEST_FRAMES || this.#seen.ms >= LONGEST_WAIT_MS) {
      const wantedFps = sum(loads, (load) => load.wantedFps);
      if (this.#seen.offered > 0) this.#conclude(this.#seen, wantedFps);
      this.#seen = NOTHING_SEEN;
    }
    // Every time: the streams may be others than before.
    this.#ceilingFps = Math.max(LEAST_FPS, evenCeiling(loads, this.#capacityFps));
  }

  #see(loads: readonly StreamLoad[], intervalMs: number, busyShare: number): void {
    const { ms, busyMs, granted, offered, replaced, finished } = this.#seen;
    this.#seen = {
      ms: ms + intervalMs,
      busyMs: busyMs + busyShare * intervalMs,
      granted: granted + sum(loads, (load) => this.#grantedFrames(load, intervalMs)),
      offered: offered + sum(loads, (load) => load.offered),
      replaced: replaced + sum(loads, (load) => load.replaced),
      finished: finished + sum(loads, (load) => load.finished),
    };
  }

  #grantedFrames({ wantedFps, offered }: StreamLoad, intervalMs: number): number {
    const fps = this.grantedFps(wantedFps);
    return fps === Number.POSITIVE_INFINITY ? offered : (fps * intervalMs) / 1000;
  }

  /** How much of the difference was there the last time too: what does not last is the moment's. */
  #lasting(difference: number): number {
    const earlier = this.#difference;
    this.#difference = difference;
    return difference * earlier > 0 ? Math.min(Math.abs(difference), Math.abs(earlier)) : 0;
  }

  #conclude(seen: Observation, wantedFps: number): void {
    const load = loadOf(seen);
    const isFull = this.#capacityFps < Number.POSITIVE_INFINITY;
    // Workers that are busy with frames that nothing waits behind may have been held up by one of them.
    if (!isFull && (load <= LOAD_AIMED_AT || seen.replaced === 0)) return;
    const difference = Math.log(LOAD_AIMED_AT / load);
    const lasting = this.#lasting(difference);
    const weight = clamp(lasting / 2, LEAST_WEIGHT, MOST_WEIGHT);
    const most = Math.max(MOST_AT_ONCE, lasting);
    const foundFps = ((seen.granted * 1000) / seen.ms) * Math.exp(weight * clamp(difference, -most, most));
    // Streams that have come or gone made what was granted more or less than there is room for: that is not what was found.
    const capacityFps = (load > LOAD_AIMED_AT ? Math.min : Math.max)(this.#capacityFps, foundFps);
    this.#capacityFps = capacityFps < wantedFps ? capacityFps : Number.POSITIVE_INFINITY;
  }
}

/** How often the workers' time would have been needed for all that was handed over. */
function loadOf({ ms, busyMs, replaced, finished }: Observation): number {
  const busyShare = busyMs / ms;
  const counted = clamp((busyShare - VAIN_COUNTS_FROM) / (VAIN_COUNTS_WHOLE_FROM - VAIN_COUNTS_FROM), 0, 1);
  // Where nothing was finished, half a frame may have been.
  const inVain = replaced / Math.max(0.5, finished);
  const beginning = Math.min(FIRST_IN_VAIN_COUNT * inVain, FIRST_IN_VAIN_LIMIT);
  return Math.max(LEAST_LOAD, busyShare * (1 + counted * (inVain + beginning)));
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

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}

function sum(loads: readonly StreamLoad[], of: (load: StreamLoad) => number): number {
  return loads.reduce((total, load) => total + of(load), 0);
}
