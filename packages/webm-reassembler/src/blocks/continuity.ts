/*
 * Judges each block by its time, where the octets alone look sound. Chunks that are lost, repeated or swapped often leave
 * no broken element behind, because Chromium cuts right after an ID's first octet, wherever it cuts.
 *
 * | state   | what comes                                              | verdict                            | next    |
 * |---------|---------------------------------------------------------|------------------------------------|---------|
 * | normal  | at or after its track's newest time                     | pass on                            | normal  |
 * | normal  | before it                                               | 'timestamp-runs-back'              | normal  |
 * | normal  | before it, where a jump left off, or so for 10 s        | 'timestamp-runs-back', a new base  | normal  |
 * | normal  | behind what the judge of losses finds missing           | what is missing lies before it     | normal  |
 * | normal  | one that the judge of losses doubts                     | hold: does the sound skip it too?  | holding |
 * | normal  | far ahead of everything                                 | hold: a pause, or a damaged time?  | holding |
 * | holding | far behind what is held                                 | what is held was 'timestamp-jumps' | normal  |
 * | holding | sound                                                   | pass on all, as it says            | normal  |
 * | holding | of another Cluster, of half a second later, one too many| it was a pause: pass on all        | normal  |
 *
 * The judge of losses is a part that is plugged in (loss-judge.ts); without it, times that jump or run back are all there is.
 */
import type { DamageCode } from '../elements/damage.js';
import type { LossJudge } from './loss-judge.js';
import type { TimedBlock } from './timed-block.js';

/** Longest that a block waits for the sound to say whether what is missing before it was lost. */
const LONGEST_DOUBT_MS = 500;
/** A jump ahead that is a pause or a damaged time; with sound, which never stands still, a shorter one is suspect. */
const JUMP_MS = 60_000;
const JUMP_OF_SOUND_MS = 1000;
const MOST_HELD = 32;
/** Media behind the newest time for this long is not stale: the newest time was wrong. */
const STALE_MS = 10_000;
/** What goes on within this behind where a jump left off, or within half the jump, shows that it was a damaged time. */
const GOES_ON_MS = 2000;

/** Who is told of what the judge passes on. */
export interface ContinuitySink {
  pass(block: TimedBlock): void;
  /** Octets or blocks before the one at `offset`, which is passed on next, are missing or damaged. */
  missingBefore(code: DamageCode, offset: number): void;
  /** The times from here on have nothing to do with those before. */
  rebased(): void;
}

export class Continuity {
  readonly #sink: ContinuitySink;
  readonly #losses: LossJudge | undefined;
  /** Newest time of any block. */
  #newestMs = -Infinity;
  #held: TimedBlock[] = [];
  #heldCluster = 0;
  /** Where the last jump ahead began and ended. */
  #jumpFromMs = -Infinity;
  #jumpToMs = -Infinity;
  #firstStaleMs: number | undefined;

  constructor(sink: ContinuitySink, losses: LossJudge | undefined) {
    this.#sink = sink;
    this.#losses = losses;
  }

  /** A new run, or a gap: what came before says nothing of what comes next. Times that have passed stay passed. */
  restart(isNewRun: boolean): void {
    // What is in doubt beside damage is part of it.
    if (!isNewRun) this.#held = [];
    this.flush();
    this.#losses?.restart();
    if (!isNewRun) return;
    this.#newestMs = -Infinity;
    this.#jumpFromMs = -Infinity;
    this.#jumpToMs = -Infinity;
    this.#firstStaleMs = undefined;
  }

  /** Judges a block; passes on what can be, and answers with what is wrong with this one, if anything. */
  judge(block: TimedBlock, cluster: number): DamageCode | undefined {
    if (this.#held.length > 0) this.#judgeHeld(block, cluster);
    if (this.#held.length > 0) {
      this.#held.push(block);
      return undefined;
    }
    if (this.#runsBack(block)) {
      if (!this.#isNewestWrong(block.recorderTimestampMs)) return 'timestamp-runs-back';
      this.#rebase(block);
    }
    if (this.#isSuspect(block)) {
      this.#held.push(block);
      this.#heldCluster = cluster;
      return undefined;
    }
    this.#pass(block);
    return undefined;
  }

  /** Passes on what is held: nothing more comes that could tell. */
  flush(): void {
    const held = this.#held;
    this.#held = [];
    for (const block of held) {
      if (this.#runsBack(block)) this.#sink.missingBefore('timestamp-runs-back', block.offset);
      else this.#pass(block);
    }
  }

  #runsBack(block: TimedBlock): boolean {
    return block.recorderTimestampMs < block.source.newestRecorderMs - block.source.toleranceMs;
  }

  /** Whether a block that runs back shows that the time before it was damaged, and not that it is stale itself. */
  #isNewestWrong(ms: number): boolean {
    const sinceJumpMs = ms - this.#jumpFromMs;
    const goesOnMs = Math.max(GOES_ON_MS, (this.#jumpToMs - this.#jumpFromMs) / 2);
    if (sinceJumpMs >= 0 && sinceJumpMs <= goesOnMs) return true;
    this.#firstStaleMs ??= ms;
    return ms - this.#firstStaleMs > STALE_MS;
  }

  /** A block that is itself far ahead of where the jump began may be damaged too: then that is still the time to believe. */
  #rebase(block: TimedBlock): void {
    const fromMs = this.#jumpFromMs;
    this.restart(true);
    if (fromMs !== -Infinity && block.recorderTimestampMs - fromMs > JUMP_OF_SOUND_MS) {
      this.#jumpFromMs = fromMs;
      this.#jumpToMs = block.recorderTimestampMs;
    }
    this.#sink.rebased();
    this.#sink.missingBefore('timestamp-runs-back', block.offset);
  }

  /** How far a block may be ahead of all before it. */
  #mostJumpMs(): number {
    return this.#losses?.isRunningAt(this.#newestMs) ? JUMP_OF_SOUND_MS : JUMP_MS;
  }

  #isSuspect(block: TimedBlock): boolean {
    const ms = block.recorderTimestampMs;
    if (this.#newestMs === -Infinity) return false;
    const aheadMs = ms - this.#newestMs;
    const isFarAhead = aheadMs > JUMP_OF_SOUND_MS && aheadMs > this.#mostJumpMs();
    return isFarAhead || this.#losses?.isInDoubt(block) === true;
  }

  #judgeHeld(block: TimedBlock, cluster: number): void {
    const [first] = this.#held;
    if (first === undefined) return;
    const sinceFirstMs = block.recorderTimestampMs - first.recorderTimestampMs;
    if (sinceFirstMs < -JUMP_OF_SOUND_MS) {
      this.#held = [];
      this.#sink.missingBefore('timestamp-jumps', block.offset);
    } else if (this.#losses?.isSound(block) === true) {
      this.#missingBefore(this.#losses.missingBeforeHeld(first, block), first);
      this.flush();
    } else if (cluster !== this.#heldCluster || sinceFirstMs > LONGEST_DOUBT_MS || this.#held.length >= MOST_HELD) {
      this.flush();
    }
  }

  #pass(block: TimedBlock): void {
    const ms = block.recorderTimestampMs;
    const { source } = block;
    this.#missingBefore(this.#losses?.pass(block), block);
    if (this.#newestMs !== -Infinity && ms - this.#newestMs > JUMP_OF_SOUND_MS) {
      // A jump soon after a jump: neither was confirmed, and the time before both is the one to believe.
      if (this.#newestMs - this.#jumpToMs > GOES_ON_MS) this.#jumpFromMs = this.#newestMs;
      this.#jumpToMs = ms;
    }
    if (ms > this.#newestMs) this.#newestMs = ms;
    if (ms > source.newestRecorderMs) source.newestRecorderMs = ms;
    this.#firstStaleMs = undefined;
    this.#sink.pass(block);
  }

  #missingBefore(code: DamageCode | undefined, { offset }: TimedBlock): void {
    if (code !== undefined) this.#sink.missingBefore(code, offset);
  }
}
