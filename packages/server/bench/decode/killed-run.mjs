// ffmpeg killed in the middle of a recording at real pace, in a process of its own: how long until the next new frame.
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { SteadyDecoder } from '../../dist/live/steady-decoder.js';
import { decoderNamed } from './decoders.mjs';
import { reassembledChunks } from './recording.mjs';
import { ffmpegOfThisProcess } from './usage.mjs';

const CHUNK_MS = 250;
const [name = '', killedAfterChunks = ''] = process.argv.slice(2);
const { start } = await decoderNamed(name);

let killedAt = 0;
let backAfterMs = 0;
const steady = new SteadyDecoder((_track, afterMs, events) => start({ maxFrameRate: 10, afterMs }, events), {
  onFrame: () => {
    if (killedAt > 0) backAfterMs ||= performance.now() - killedAt;
  },
  onFailure: () => undefined,
  onSkipped: () => undefined,
});
for (const [index, outputs] of reassembledChunks('vp8').entries()) {
  steady.feed(outputs);
  await sleep(CHUNK_MS);
  if (index !== Number(killedAfterChunks)) continue;
  const ffmpeg = ffmpegOfThisProcess();
  if (ffmpeg === undefined) throw new Error('there is no ffmpeg to kill');
  process.kill(ffmpeg, 'SIGKILL');
  killedAt = performance.now();
}
await steady.finish();
process.stdout.write(JSON.stringify({ backAfterMs }));
