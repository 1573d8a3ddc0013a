export type { ReassemblerOptions } from '../reassembler.js';
export type { Output } from '../segments/outputs.js';
export { ReassemblerStream } from './reassembler-stream.js';
export { reassemble } from './reassemble.js';
export type { BlobLike, ChunkInput, ChunkOctets, NumberedChunk } from './chunk-input.js';
