import type { Configuration } from './config/keys.js';
import type { FoundDecoder } from './decode/index.js';
import type { DetectorPool } from './detect/index.js';
import type { PictureSize } from './frames/frame.js';
import { PixelBuffers } from './frames/pixel-buffers.js';
import type { AnalysisEngine } from './live/index.js';

/** Puts the decoder and the detectors behind the one interface that the streams know. */
export function createAnalysisEngine(
  configuration: Configuration,
  decoder: Pick<FoundDecoder, 'start' | 'decodeStill'>,
  pool: DetectorPool,
): AnalysisEngine {
  const { maxPixels, maxDecodeLagMs, maxAnalysedSide } = configuration;
  const now = (): number => performance.now();
  const buffers = new PixelBuffers();
  const takePixels = (octets: number): Uint8Array<ArrayBuffer> => buffers.take(octets);
  return {
    giveBack: ({ pixels }) => buffers.giveBack(pixels),
    maxPixels,
    now,
    maxDecodeLagMs,
    openSlot: (events, { fps, ...tasks }) => pool.openSlot(events, { fps, tasks }),
    decodeStill: async (still) => {
      const outputSize = fitInto(still.source, maxAnalysedSide) ?? still.source;
      return decoder.decodeStill({ ...still, outputSize, maxPixels, now });
    },
    startDecoder: (track, { fps, afterMs }, events) => {
      const sourceSize = sizeOf(track);
      const outputSize = sourceSize === undefined ? undefined : fitInto(sourceSize, maxAnalysedSide);
      return decoder.start(
        {
          now,
          takePixels,
          maxPixels,
          maxFrameRate: fps,
          afterMs,
          ...(sourceSize === undefined ? {} : { sourceSize }),
          ...(outputSize === undefined ? {} : { outputSize }),
        },
        events,
      );
    },
  };
}

function sizeOf({ width, height }: { readonly width?: number; readonly height?: number }): PictureSize | undefined {
  return width === undefined || height === undefined ? undefined : { width, height };
}

/** A size of the same shape whose longer side is at most `side`; `undefined` where it fits already. */
export function fitInto({ width, height }: PictureSize, side: number): PictureSize | undefined {
  const longer = Math.max(width, height);
  if (longer <= side) return undefined;
  return {
    width: Math.max(1, Math.round((width * side) / longer)),
    height: Math.max(1, Math.round((height * side) / longer)),
  };
}
