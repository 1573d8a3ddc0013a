import { Readable } from 'node:stream';
import type { Output, ReassemblerOptions } from '../../src/index.js';
import { ReassemblerStream, reassemble, type ChunkInput } from '../../src/streams/index.js';
import { ReassemblerDuplex } from '../../src/streams/node/index.js';

/** Puts chunks through one of the interfaces and collects what comes out. */
export type Interface = (chunks: readonly ChunkInput[], options?: ReassemblerOptions) => Promise<readonly Output[]>;

/** Every interface but the plain calls, by name. */
export const interfaces: readonly (readonly [name: string, Interface])[] = [
  ['async iteration', (chunks, options) => collect(reassemble(chunks, options))],
  ['ReassemblerStream', (chunks, options) => collect(chunkStream(chunks).pipeThrough(new ReassemblerStream(options)))],
  ['ReassemblerDuplex', (chunks, options) => collect(chunkReadable(chunks).pipe(new ReassemblerDuplex(options)))],
];

async function collect(outputs: AsyncIterable<Output>): Promise<readonly Output[]> {
  const collected: Output[] = [];
  for await (const output of outputs) collected.push(output);
  return collected;
}

function chunkStream(chunks: readonly ChunkInput[]): ReadableStream<ChunkInput> {
  return new ReadableStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(chunk);
      controller.close();
    },
  });
}

function chunkReadable(chunks: readonly ChunkInput[]): Readable {
  return Readable.from(chunks, { objectMode: true });
}
