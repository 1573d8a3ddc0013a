/*
 * What the sound of a recording says of the time: each packet says how long it plays, so where the next one must begin is
 * known. Where it begins later by whole packets, packets are missing. Where it begins later by any other time, the
 * source itself stood still: a machine that slept, a sound card that stuttered.
 */

/** Most that a sound may lie behind all other tracks and still count as going on. */
const RUNNING_MS = 1500;
/** Packets that must have followed each other before their clock is believed. */
const FEWEST_PACKETS = 3;
/** A packet that begins this near to the end of the one before follows it; browsers' timestamps jitter by less. */
const FOLLOWS_WITHIN_MS = 25;
/** What timestamps in whole ms, and a little drift, are always granted. */
const LEAST_TOLERANCE_MS = 4;
/** Of a jitter that was seen once, this much is expected after each further packet. */
const JITTER_DECAY = 0.98;
/** How fast packets that come late move what is expected: a clock may be slow, and one may only once be late. */
const LATENESS_BELIEVED = 0.02;
/**
 * Where packets are so short, or jitter so much, that any hole would be whole packets, only one this long is believed: a
 * busy machine's sound card stutters by less, and a browser's chunks are mostly longer.
 */
const LEAST_BLURRED_HOLE_MS = 150;
/** More holes than this within the time below are the recorder's own: a sound that is not sent while nobody speaks. */
const MOST_HOLES = 5;
const HOLES_WITHIN_MS = 10_000;

export class SoundClock {
  /** Where the newest packet ends. */
  #endMs = -Infinity;
  #packetMs = 0;
  #packets = 0;
  #jitterMs = 0;
  /** Where the newest packet would end, had none come late. */
  #gridMs = -Infinity;
  /** Where the packets ended when they last fell out of step. */
  #shiftedFromMs = -Infinity;
  #holes: readonly number[] = [];

  get endMs(): number {
    return this.#endMs;
  }

  /** A packet was passed on. */
  add(ms: number, durationMs: number): void {
    const lateMs = ms - this.#endMs;
    if (Math.abs(lateMs) <= FOLLOWS_WITHIN_MS) {
      this.#packets++;
      this.#jitterMs = Math.max(this.#jitterMs * JITTER_DECAY, Math.abs(lateMs));
      this.#gridMs += Math.min(0, ms - this.#gridMs) + Math.max(0, ms - this.#gridMs) * LATENESS_BELIEVED + durationMs;
    } else {
      // A clock that was believed is believed again with its next packet.
      this.#packets = Math.min(Math.max(this.#packets, 1), FEWEST_PACKETS - 1);
      this.#shiftedFromMs = this.#endMs;
      this.#gridMs = ms + durationMs;
    }
    this.#packetMs = durationMs;
    this.#endMs = ms + durationMs;
  }

  /** Whether a packet at `ms` begins while the one before it plays. */
  isOverlappedBy(ms: number): boolean {
    return this.#packets >= FEWEST_PACKETS && this.#gridMs - ms > FOLLOWS_WITHIN_MS + 2 * this.#jitterMs;
  }

  /** Whether sound was going on up to about `ms`, so that a hole in it would mean something. */
  isRunningAt(ms: number): boolean {
    return this.#packets >= FEWEST_PACKETS && ms - this.#endMs < RUNNING_MS && this.#holes.length <= MOST_HOLES;
  }

  /**
   * Whether a packet at `ms` leaves out whole packets behind the newest one, or behind the one after which the packets
   * fell out of step: where the start of a Cluster was lost, what follows in it seems to come too early by the same time.
   */
  leavesOutPackets(ms: number): boolean {
    const isShifted = ms - this.#shiftedFromMs < RUNNING_MS;
    return this.#isInStep(ms - this.#endMs) || (isShifted && this.#isInStep(ms - this.#shiftedFromMs));
  }

  #isInStep(holeMs: number): boolean {
    const besideMs = Math.abs(holeMs - Math.round(holeMs / this.#packetMs) * this.#packetMs);
    const toleranceMs = LEAST_TOLERANCE_MS + 2 * this.#jitterMs;
    if (2 * toleranceMs >= this.#packetMs) return holeMs >= LEAST_BLURRED_HOLE_MS;
    return besideMs <= toleranceMs;
  }

  /** Notes that there is a hole before `ms`. */
  noteHole(ms: number): void {
    this.#holes = [...this.#holes.filter((hole) => ms - hole < HOLES_WITHIN_MS), ms];
  }

  /** What came before says nothing of what comes next. */
  restart(): void {
    this.#endMs = -Infinity;
    this.#packets = 0;
    this.#shiftedFromMs = -Infinity;
  }
}
