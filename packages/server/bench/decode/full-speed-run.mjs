// One decoder and one recording as fast as it goes, in a process of its own: what frames cost that come out.
import process from 'node:process';
import { decoderNamed } from './decoders.mjs';
import { reassembledChunks } from './recording.mjs';
import { usageWithDecoders } from './usage.mjs';

const [name = '', rate = '', wanted = ''] = process.argv.slice(2);
const { start } = await decoderNamed(name);
const segments = reassembledChunks('vp8')
  .flat()
  .filter((output) => output.kind !== 'gap');
const maxFrameRate = rate === 'every-frame' ? rate : Number(rate);
let frames = 0;
const before = await usageWithDecoders();
const decoder = start(
  { maxFrameRate, maxWaitingOctets: 1 << 30 },
  {
    onFrame: () => {
      frames += 1;
    },
    onExit: () => undefined,
  },
);
if (wanted !== '') decoder.setFrameRate(Number(wanted));
for (const segment of segments) decoder.write(segment);
await decoder.end();
// The decoder has exited by now, so that all it has used is among what children that ended have used.
const cpu = (await usageWithDecoders()).cpuSeconds - before.cpuSeconds;
process.stdout.write(JSON.stringify({ frames, cpu }));
