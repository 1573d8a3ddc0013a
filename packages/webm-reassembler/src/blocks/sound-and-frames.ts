/*
 * Losses without sequence numbers: the sound's own clock and the frames' own numbers are evidence, and nothing else is.
 * A false alarm costs a user all video up to the next keyframe, and a hole in video alone proves nothing: canvases,
 * screens and throttled tabs make them all the time.
 *
 * | what comes                                              | verdict                                             |
 * |---------------------------------------------------------|-----------------------------------------------------|
 * | sound that leaves out packets, nothing else in the hole | 'missing-time' lies before it                       |
 * | sound that begins while the packet before it plays      | 'missing-time' lies before it                       |
 * | a frame that builds on one that never came              | 'missing-frames' lies before it                     |
 * | another track's block, behind a hole in everything      | in doubt until sound comes: does it skip that, too? |
 */
import type { DamageCode } from '../elements/damage.js';
import { frameDurationFor, type FrameDuration } from './audio-duration.js';
import { frameChainFor, type FrameChain } from './frame-chain.js';
import { NO_LACING } from './lacing.js';
import type { LossJudge } from './loss-judge.js';
import { SoundClock } from './sound-clock.js';
import type { SourceTrack } from './source-track.js';
import type { TimedBlock } from './timed-block.js';

/** Largest hole that all tracks together have in an undamaged recording with sound. */
const HOLE_MS = 80;
/** A longer hole is a pause of the machine: it was never recorded, so it was not lost either. */
const PAUSE_MS = 30_000;

/** What is known of a track by looking into its frames. */
interface FollowedTrack {
  readonly frames: FrameChain | undefined;
  /** How long each audio frame plays, where the codec tells. */
  readonly frameDuration: FrameDuration | undefined;
}

export class SoundAndFrames implements LossJudge {
  findsHoles = true;
  readonly #sound = new SoundClock();
  /** The track that the clock is read from. */
  #soundSource: SourceTrack | undefined;
  readonly #tracks = new Map<SourceTrack, FollowedTrack>();
  /** The end of the newest audio or start of the newest video. */
  #coveredMs = -Infinity;

  restart(): void {
    this.#coveredMs = -Infinity;
    this.#sound.restart();
    this.#soundSource = undefined;
    this.#tracks.clear();
  }

  isRunningAt(ms: number): boolean {
    return this.#sound.isRunningAt(ms);
  }

  isSound(block: TimedBlock): boolean {
    return block.source === this.#soundSource;
  }

  isInDoubt(block: TimedBlock): boolean {
    return this.#isBehindHole(block.recorderTimestampMs) && !this.isSound(block);
  }

  missingBeforeHeld(held: TimedBlock, { recorderTimestampMs: ms }: TimedBlock): DamageCode | undefined {
    const isBehindHole = this.#isBehindHole(held.recorderTimestampMs) && ms - this.#sound.endMs > HOLE_MS;
    return isBehindHole && this.#sound.leavesOutPackets(ms) ? this.#missingTime(held) : undefined;
  }

  pass(block: TimedBlock): DamageCode | undefined {
    const track = this.#follow(block.source);
    const missing = this.#missingBefore(block, track);
    this.#coveredMs = Math.max(this.#coveredMs, this.#hear(block, track));
    return missing;
  }

  #follow(source: SourceTrack): FollowedTrack {
    let track = this.#tracks.get(source);
    if (track === undefined) this.#tracks.set(source, (track = followedTrack(source)));
    return track;
  }

  #missingBefore(block: TimedBlock, { frames }: FollowedTrack): DamageCode | undefined {
    if (!this.findsHoles) return undefined;
    if (frames !== undefined) return frames.isBrokenBy(block) ? 'missing-frames' : undefined;
    return this.isSound(block) && this.#isLoss(block) ? this.#missingTime(block) : undefined;
  }

  #missingTime(block: TimedBlock): DamageCode {
    this.#sound.noteHole(block.recorderTimestampMs);
    this.#coveredMs = -Infinity;
    return 'missing-time';
  }

  /** Where a block ends, as far as it tells; sound moves the clock. */
  #hear(block: TimedBlock, { frameDuration }: FollowedTrack): number {
    const ms = block.recorderTimestampMs;
    if (frameDuration === undefined) return ms;
    const durationMs = playedMs(block, frameDuration);
    this.#soundSource ??= block.source;
    if (this.isSound(block)) this.#sound.add(ms, durationMs);
    return ms + durationMs;
  }

  #isBehindHole(ms: number): boolean {
    const holeMs = ms - this.#coveredMs;
    return this.findsHoles && holeMs > HOLE_MS && holeMs < PAUSE_MS && this.#sound.isRunningAt(this.#coveredMs);
  }

  /** Whether this sound leaves out packets, or begins before the one before it ends. */
  #isLoss({ recorderTimestampMs: ms }: TimedBlock): boolean {
    if (this.#sound.isOverlappedBy(ms)) return true;
    return this.#isBehindHole(ms) && this.#sound.leavesOutPackets(ms);
  }
}

function followedTrack(source: SourceTrack): FollowedTrack {
  return {
    frames: source.isVideo ? frameChainFor(source) : undefined,
    frameDuration: source.isEncoded ? undefined : frameDurationFor(source.entry),
  };
}

function playedMs(block: TimedBlock, frameDuration: FrameDuration): number {
  if (block.lacing === NO_LACING) return frameDuration(block.octets, block.payloadStart, block.payloadEnd) ?? 0;
  let sum = 0;
  for (const frame of block.frames) sum += frameDuration(frame) ?? 0;
  return sum;
}
