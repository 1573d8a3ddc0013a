export { ReassemblerStream } from './reassembler-stream.js';
export { reassemble } from './reassemble.js';
export type { BlobLike, ChunkInput, ChunkOctets, NumberedChunk } from './chunk-input.js';
