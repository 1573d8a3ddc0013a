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
 * earlier seek, which must not be taken for this one's. A frame this close to the wanted time is judged at once, any other
 * when patience is over; what is right is for the caller to say. A seek decodes from the keyframe on: 150 frames of Firefox's recordings, which took 6 s where others used the machine.
 */
const SEEK_PATIENCE_MS = 60_000;
const FRAME_PATIENCE_MS = 5000;
const NEAR_MS = 200;

/** Loads a recording over HTTP and seeks to each of the times. @throws Error where the player reports one, or a seek hangs */
export async function seekIn(
  address: string,
  timesMs: readonly number[],
  hasVideo: boolean,
  comparesPictures: boolean,
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
    const isAwaited = (wantedMs: number): boolean =>
      hasVideo && !(shownMs !== undefined && Math.abs(shownMs - wantedMs) <= NEAR_MS);
    const durationMs = video.duration * 1000;
    const frames = comparesPictures
      ? await decodeAll([new Uint8Array(await (await fetch(address)).arrayBuffer())])
      : [];
    const seeks: SeekReport['seeks'][number][] = [];
    for (const wantedMs of timesMs) {
      video.currentTime = wantedMs / 1000;
      await happens(video, 'seeked');
      const lastMs = performance.now() + FRAME_PATIENCE_MS;
      while (isAwaited(wantedMs) && performance.now() < lastMs) await pause(10);
      const likeness = comparesPictures ? likenessOf(video, frames, wantedMs) : undefined;
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
