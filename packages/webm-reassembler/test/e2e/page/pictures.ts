import { Reassembler, type Block } from '../../../src/index.js';

/** Luminance of a picture drawn small. */
export type Thumbnail = Float32Array;

/** A frame of the video as a decoder makes it. */
export interface DecodedFrame {
  readonly timestampMs: number;
  readonly picture: Thumbnail;
}

const WIDTH = 64;
const HEIGHT = 48;

/**
 * Decodes every frame of WebM with the browser's own decoder, from the first to the last: no seek, no player.
 *
 * @param isWanted - whether to give the frame at a time, in ms: looking at one takes longer than decoding it
 */
export async function decodeAll(
  chunks: readonly Uint8Array[],
  isWanted: (timestampMs: number) => boolean = () => true,
): Promise<readonly DecodedFrame[]> {
  const reassembler = new Reassembler();
  const outputs = [...chunks.flatMap((chunk) => reassembler.feed(chunk)), ...reassembler.end()];
  const blocks = outputs
    .flatMap((output) => (output.kind === 'media-segment' ? output.blocks : []))
    .filter(({ track }) => track.type === 'video');
  const frames: DecodedFrame[] = [];
  const problems: string[] = [];
  const decoder = new VideoDecoder({
    output: (frame) => {
      const timestampMs = frame.timestamp / 1000;
      if (isWanted(timestampMs)) frames.push({ timestampMs, picture: thumbnailOf(frame) });
      frame.close();
    },
    error: (error) => problems.push(error.message),
  });
  const [first] = blocks;
  if (first !== undefined) decoder.configure({ codec: first.track.codec });
  for (const block of blocks) decoder.decode(chunkOf(block));
  await decoder.flush();
  decoder.close();
  if (problems.length > 0) throw new Error(`the decoder failed: ${problems.join('; ')}`);
  return frames;
}

/** How much two pictures differ: the mean difference of a pixel, of 255. */
export function difference(one: Thumbnail, other: Thumbnail): number {
  return one.reduce((sum, value, index) => sum + Math.abs(value - (other[index] ?? NaN)), 0) / one.length;
}

export function thumbnailOf(source: VideoFrame | HTMLVideoElement): Thumbnail {
  const context = new OffscreenCanvas(WIDTH, HEIGHT).getContext('2d', { willReadFrequently: true });
  if (context === null) throw new Error('no canvas to draw on');
  context.fillRect(0, 0, WIDTH, HEIGHT);
  context.drawImage(source, 0, 0, WIDTH, HEIGHT);
  const pixels = context.getImageData(0, 0, WIDTH, HEIGHT).data;
  return Float32Array.from({ length: WIDTH * HEIGHT }, (_, index) => {
    const [red = 0, green = 0, blue = 0] = pixels.subarray(index * 4, index * 4 + 3);
    return 0.299 * red + 0.587 * green + 0.114 * blue;
  });
}

function chunkOf({ payload, timestampMs, keyframe }: Block): EncodedVideoChunk {
  // A copy: the type wants octets that are not shared with another thread.
  const data = new Uint8Array(payload);
  return new EncodedVideoChunk({ type: keyframe ? 'key' : 'delta', timestamp: Math.round(timestampMs * 1000), data });
}
