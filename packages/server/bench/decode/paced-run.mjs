// One decoder and one recording at the pace at which it was made, in a process of its own; the result as JSON.
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { decoderNamed } from './decoders.mjs';
import { reassembledChunks } from './recording.mjs';
import { usageWithDecoders } from './usage.mjs';

const CHUNK_MS = 250;
/** As the server does by default. */
const FRAMES_PER_SECOND = 10;

const [name = '', codec = ''] = process.argv.slice(2);
const { start, title } = await decoderNamed(name);
const chunks = reassembledChunks(codec);

/** When the chunk of each Block was written, by the Block's timestamp. @type {Map<number, number>} */
const written = new Map();
/** @type {number[]} */
const latencies = [];
let firstFrameMs = 0;
let result;

const before = await usageWithDecoders();
const startedAt = performance.now();
const decoder = start(
  { maxFrameRate: FRAMES_PER_SECOND },
  {
    onFrame: ({ timestampMs }) => {
      firstFrameMs ||= performance.now() - startedAt;
      latencies.push(performance.now() - (written.get(timestampMs) ?? Number.NaN));
    },
    onExit: (exit) => (result = exit),
  },
);
for (const [index, outputs] of chunks.entries()) {
  await sleep(Math.max(0, startedAt + index * CHUNK_MS - performance.now()));
  for (const output of outputs) {
    if (output.kind === 'gap') continue;
    if (output.kind === 'media-segment')
      for (const { timestampMs } of output.blocks) written.set(timestampMs, performance.now());
    decoder.write(output);
  }
}
await sleep(CHUNK_MS);
const seconds = (performance.now() - startedAt) / 1000;
const after = await usageWithDecoders();
const cpuShare = (after.cpuSeconds - before.cpuSeconds) / seconds;
const megabytes = after.residentMegabytes - before.residentMegabytes;
await decoder.end();
process.stdout.write(JSON.stringify({ title, codec, firstFrameMs, latencies, cpuShare, megabytes, result }));
