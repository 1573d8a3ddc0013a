/**
 * How many frames of H.264 `@napi-rs/webcodecs` holds back, asked in different ways: the table in docs/decoding.md.
 *
 * `node packages/server/bench/decode/held-back-run.mjs`
 */
import process from 'node:process';
import { EncodedVideoChunk, VideoDecoder } from '@napi-rs/webcodecs';
import { codedBlocks, codedTrack } from '../../dist/decode/webcodecs/coded-track.js';
import { reassembledChunks } from './recording.mjs';

/**
 * @import { VideoDecoderConfig } from '@napi-rs/webcodecs'
 * @import { CodedBlock } from '../../dist/decode/webcodecs/worker-messages.js'
 *
 * @typedef {Partial<VideoDecoderConfig>} Wishes
 */

const FRAMES = 32;
/** Frames of a chunk of 250 ms, more or less. */
const FRAMES_OF_A_CHUNK = 8;
/** What has not come out that long after the last octets went in, waits for more. */
const PATIENCE_MS = 1000;

/** @type {Readonly<Record<string, Wishes>>} */
const WAYS = {
  'nothing asked': {},
  optimizeForLatency: { optimizeForLatency: true },
  'and prefer-software': { optimizeForLatency: true, hardwareAcceleration: 'prefer-software' },
  'and prefer-hardware': { optimizeForLatency: true, hardwareAcceleration: 'prefer-hardware' },
  'and the size told': { optimizeForLatency: true, codedWidth: 640, codedHeight: 480 },
};

const segments = reassembledChunks('h264')
  .flat()
  .filter((output) => output.kind !== 'gap');
const track = segments.flatMap((segment) => (segment.kind === 'init-segment' ? [codedTrack(segment.tracks)] : []))[0];
if (track === undefined) throw new Error('the recording has no video');
const blocks = segments
  .flatMap((segment) => (segment.kind === 'media-segment' ? codedBlocks(segment.blocks, track.number) : []))
  .slice(0, FRAMES);

for (const [way, wishes] of Object.entries(WAYS)) {
  const { out } = await decoded(wishes);
  process.stdout.write(`${way}: ${FRAMES - out.size} frames held back\n`);
}
const [whole, flushed] = [await decoded({ optimizeForLatency: true }, 'at the end'), await decoded({}, 'each chunk')];
for (let first = 0; first < FRAMES; first += FRAMES_OF_A_CHUNK) {
  const differences = blocks
    .slice(first, first + FRAMES_OF_A_CHUNK)
    .map(({ timestampMs }) => meanDifference(whole.out.get(timestampMs), flushed.out.get(timestampMs)));
  const worst = Math.max(...differences).toFixed(1);
  process.stdout.write(`flush behind each chunk, frames from ${first} on: off by up to ${worst} of 255 on average\n`);
}
process.exit(0);

/**
 * @param {Wishes} wishes
 * @param {'never' | 'at the end' | 'each chunk'} flush
 */
async function decoded(wishes, flush = 'never') {
  /** @type {Map<number, Uint8Array>} By timestamp in ms. */
  const out = new Map();
  /** @type {Promise<void>[]} */
  const copies = [];
  const decoder = new VideoDecoder({
    output: (frame) => {
      const octets = new Uint8Array(frame.allocationSize());
      out.set(frame.timestamp / 1000, octets);
      copies.push(frame.copyTo(octets).then(() => frame.close()));
    },
    error: (error) => {
      throw error;
    },
  });
  decoder.configure({ codec: track?.codec ?? '', ...wishes });
  for (const [index, block] of blocks.entries()) {
    for (const chunk of chunksOf(block)) decoder.decode(chunk);
    if (flush === 'each chunk' && (index + 1) % FRAMES_OF_A_CHUNK === 0) await decoder.flush();
  }
  if (flush === 'at the end') await decoder.flush();
  await new Promise((resolve) => setTimeout(resolve, PATIENCE_MS));
  await Promise.all(copies);
  decoder.close();
  return { out };
}

/** @param {CodedBlock} block */
function chunksOf({ timestampMs, keyframe, frames }) {
  const type = keyframe ? 'key' : 'delta';
  return frames.map((data) => new EncodedVideoChunk({ type, timestamp: timestampMs * 1000, data }));
}

/**
 * @param {Uint8Array | undefined} one
 * @param {Uint8Array | undefined} other
 */
function meanDifference(one, other) {
  if (one === undefined || other === undefined) return Number.NaN;
  return one.reduce((sum, octet, index) => sum + Math.abs(octet - (other[index] ?? 0)), 0) / one.length;
}
