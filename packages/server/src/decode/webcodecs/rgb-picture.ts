import type { PlaneLayout, VideoColorSpace, VideoFrame } from '@napi-rs/webcodecs';
import type { PictureSize } from '../../frames/frame.js';
import type { PixelBuffers } from '../../frames/pixel-buffers.js';
import { type Plane, scalePlane } from './plane-filter.js';
import { type ColourCode, rgbPixels, withoutAlpha, type YuvPicture } from './rgb-pixels.js';

/** Pixels of a frame, which belong to who asked for them, or why there are none. */
export type RgbRead =
  | { readonly kind: 'pixels'; readonly pixels: Uint8Array<ArrayBuffer> }
  | { readonly kind: 'unreadable'; readonly reason: string };

/** How often the colour differences are halved, across and down, by the name of the format. */
const SUBSAMPLING: Readonly<Record<string, readonly [acrossShift: number, downShift: number]>> = {
  I420: [1, 1],
  I420A: [1, 1],
  I422: [1, 0],
  I422A: [1, 0],
  I444: [0, 0],
  I444A: [0, 0],
};

const BT601: ColourCode = { redShare: 0.299, blueShare: 0.114, fullRange: false };

/** Shares of red and blue by the name of the matrix. What has no name is taken for BT.601, as ffmpeg does. */
const MATRICES: Readonly<Record<string, Pick<ColourCode, 'redShare' | 'blueShare'>>> = {
  bt470bg: BT601,
  smpte170m: BT601,
  bt709: { redShare: 0.2126, blueShare: 0.0722 },
  'bt2020-ncl': { redShare: 0.2627, blueShare: 0.0593 },
};

/**
 * Makes RGB of a decoded frame, in the size wanted.
 *
 * The package converts as ffmpeg does, octet for octet, but only without scaling and only what is coded as cameras'
 * pictures are: it does not look at matrix and range. The rest is done here.
 *
 * @param buffers memory for the pixels, and for the octets that they are made of
 */
export async function rgbPicture(frame: VideoFrame, size: PictureSize, buffers: PixelBuffers): Promise<RgbRead> {
  const code = colourCode(frame.colorSpace);
  if (code === undefined) return unreadable(`its colours are coded as ${String(frame.colorSpace.matrix)}`);
  const { width, height } = frame.visibleRect;
  const isAsCoded = width === size.width && height === size.height;
  const isConverted = isAsCoded && code.redShare === BT601.redShare && !code.fullRange;
  const options = isConverted ? ({ format: 'RGBA' } as const) : undefined;
  const octets = buffers.take(frame.allocationSize(options));
  const layout = await frame.copyTo(octets, options);
  const picture = isConverted ? undefined : planesOf(frame, octets, layout);
  if (!isConverted && picture === undefined) return unreadable(`its pixels are in the format ${String(frame.format)}`);
  const pixels = buffers.take(size.width * size.height * 3);
  if (picture === undefined) withoutAlpha(octets, pixels);
  else rgbPixels(isAsCoded ? picture : scaled(picture, size), code, pixels);
  buffers.giveBack(octets);
  return { kind: 'pixels', pixels };
}

function unreadable(what: string): RgbRead {
  return { kind: 'unreadable', reason: `a picture cannot be read: ${what}` };
}

function colourCode({ matrix, fullRange }: VideoColorSpace): ColourCode | undefined {
  const shares = matrix === null ? BT601 : MATRICES[matrix];
  return shares && { ...shares, fullRange: fullRange ?? false };
}

/** @param layout where in the octets each plane of the frame was copied to */
function planesOf(frame: VideoFrame, octets: Uint8Array, layout: readonly PlaneLayout[]): YuvPicture | undefined {
  const [acrossShift, downShift] = SUBSAMPLING[frame.format ?? ''] ?? [];
  if (acrossShift === undefined || downShift === undefined) return undefined;
  const { width, height } = frame.visibleRect;
  const plane = (index: number, across: number, down: number): Plane => {
    const { offset = 0, stride = 0 } = layout[index] ?? {};
    return { octets: octets.subarray(offset), stride, width: halved(width, across), height: halved(height, down) };
  };
  const [y, u, v] = [plane(0, 0, 0), plane(1, acrossShift, downShift), plane(2, acrossShift, downShift)];
  return { y, u, v, acrossShift, downShift };
}

/** Colour differences stay halved across, which ffmpeg does too when it makes RGB. */
function scaled({ y, u, v }: YuvPicture, { width, height }: PictureSize): YuvPicture {
  const difference = (plane: Plane): Plane => scalePlane(plane, halved(width, 1), height);
  return { y: scalePlane(y, width, height), u: difference(u), v: difference(v), acrossShift: 1, downShift: 0 };
}

function halved(length: number, times: number): number {
  return (length + times) >> times;
}
