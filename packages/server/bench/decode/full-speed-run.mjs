// One decoder and one recording as fast as it goes, in a process of its own: what frames cost that come out.
import process from 'node:process';
import { decoderNamed } from './decoders.mjs';
import { reassembledChunks } from './recording.mjs';
import { cpuSeconds } from './usage.mjs';

const [name = '', rate = '', wanted = ''] = process.argv.slice(2);
const { start } = await decoderNamed(name);
const segments = reassembledChunks('vp8')
  .flat()
  .filter((output) => output.kind !== 'gap');
const maxFrameRate = rate === 'every-frame' ? rate : Number(rate);
let frames = 0;
let cpu = 0;
const cpuBefore = cpuSeconds();
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
// A process that has ended tells nothing any more: looked at until then.
const timer = setInterval(() => (cpu = Math.max(cpu, cpuSeconds() - cpuBefore)), 10);
for (const segment of segments) decoder.write(segment);
await decoder.end();
clearInterval(timer);
process.stdout.write(JSON.stringify({ frames, cpu }));
