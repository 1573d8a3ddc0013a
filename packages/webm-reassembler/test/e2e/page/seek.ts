import { decodeAll, difference, thumbnailOf, type DecodedFrame } from './pictures.js';

/** What a player made of a recording that it was told to seek in. */
export interface SeekReport {
  readonly durationMs: number;
  readonly seeks: readonly {
    readonly wantedMs: number;
    /** Where the player says it stands. */
    readonly currentMs: number;
    /** `mediaTime` of the frame that it shows; absent for sound alone. Firefox says the time that was sought instead. */
    readonly shownMs: number | undefined;
    /**
     * How much the picture differs from each decoded frame within a frame of the time, and from whichever it is most
     * like: mean difference of a pixel, of 255. Absent where it was not asked for.
     */
    readonly likeness: { readonly here: number; readonly best: number } | undefined;
  }[];
}

/**
 * How long a seek may take, and how long its frame may be awaited behind it: a busy browser tells late of the frame of an
 * earlier seek, which must not be taken for this one's, and draws late. What is right is judged at once, all else when patience
 * is over; the verdict is for the caller. A seek decodes from the keyframe on: 150 frames of Firefox's recordings, which took
 * 6 s where others used the machine.
 */
const SEEK_PATIENCE_MS = 120_000;
const FRAME_PATIENCE_MS = 30_000;
const NEAR_MS = 200;
/** After so long the same seek is made again: a player says nothing of a frame that it presented before it was asked. */
const RETOLD_MS = 5000;
/** A picture that is this much like the frame as like any other is taken for it; of 255. */
const ALIKE = 0.5;

/** What is known of a recording before it is loaded. */
export interface Expected {
  readonly hasVideo: boolean;
  readonly comparesPictures: boolean;
  /** For each time the timestamps that the frame may have; absent where the player tells another time anyway. */
  readonly framesMs: readonly (readonly number[])[] | undefined;
}

/** Loads a recording over HTTP and seeks to each of the times. @throws Error where the player reports one, or a seek hangs */
export async function seekIn(
  address: string,
  timesMs: readonly number[],
  { hasVideo, comparesPictures, framesMs }: Expected,
): Promise<SeekReport> {
  const video = Object.assign(document.createElement('video'), {
    muted: true,
    width: 160,
    preload: 'auto',
    src: address,
  });
  document.body.append(video);
  try {
    let shownMs: number | undefined;
    const watch = (): void => {
      video.requestVideoFrameCallback((_, { mediaTime }) => {
        shownMs = mediaTime * 1000;
        watch();
      });
    };
    watch();
    await happens(video, 'loadeddata');
    // A seek that overtakes the word of the first frame leaves its own frame without any: nothing is told of it, ever.
    const firstByMs = performance.now() + FRAME_PATIENCE_MS;
    const isFirstTold = (): boolean => !hasVideo || shownMs !== undefined;
    while (!isFirstTold() && performance.now() < firstByMs) await pause(10);
    const isShown = (index: number, wantedMs: number): boolean => {
      if (!hasVideo) return true;
      const at = shownMs ?? NaN;
      return framesMs === undefined
        ? Math.abs(at - wantedMs) <= NEAR_MS
        : framesMs[index]?.some((frameMs) => Math.abs(at - frameMs) <= 1) === true;
    };
    const durationMs = video.duration * 1000;
    const frames = comparesPictures
      ? await decodeAll([new Uint8Array(await (await fetch(address)).arrayBuffer())])
      : [];
    const seeks: SeekReport['seeks'][number][] = [];
    for (const [index, wantedMs] of timesMs.entries()) {
      video.currentTime = wantedMs / 1000;
      await happens(video, 'seeked');
      const lastMs = performance.now() + FRAME_PATIENCE_MS;
      let againMs = performance.now() + RETOLD_MS;
      while (!isShown(index, wantedMs) && performance.now() < lastMs) {
        await pause(10);
        if (performance.now() < againMs) continue;
        video.currentTime = wantedMs / 1000;
        await happens(video, 'seeked');
        againMs = performance.now() + RETOLD_MS;
      }
      let likeness = comparesPictures ? likenessOf(video, frames, wantedMs) : undefined;
      while (likeness !== undefined && likeness.here > likeness.best + ALIKE && performance.now() < lastMs) {
        await pause(100);
        likeness = likenessOf(video, frames, wantedMs);
      }
      seeks.push({ wantedMs, currentMs: video.currentTime * 1000, shownMs, likeness });
    }
    return { durationMs, seeks };
  } finally {
    video.removeAttribute('src');
    video.load();
    video.remove();
  }
}

function likenessOf(
  video: HTMLVideoElement,
  frames: readonly DecodedFrame[],
  wantedMs: number,
): { readonly here: number; readonly best: number } {
  const shown = thumbnailOf(video);
  const differences = frames.map(({ picture }) => difference(shown, picture));
  const wanted = Math.max(0, frames.filter(({ timestampMs }) => timestampMs <= wantedMs).length - 1);
  return {
    here: Math.min(...differences.slice(Math.max(0, wanted - 1), wanted + 2)),
    best: Math.min(...differences),
  };
}

function happens(video: HTMLVideoElement, event: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`no ${event} in ${SEEK_PATIENCE_MS} ms`)), SEEK_PATIENCE_MS);
    const settle = (end: () => void): void => {
      clearTimeout(late);
      end();
    };
    video.addEventListener(event, () => settle(resolve), { once: true });
    video.addEventListener('error', () => settle(() => reject(new Error(`media error: ${video.error?.message}`))), {
      once: true,
    });
  });
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
