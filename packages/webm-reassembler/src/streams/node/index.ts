export { ReassemblerDuplex } from './reassembler-duplex.js';
export type { BlobLike, ChunkInput, ChunkOctets, NumberedChunk } from '../chunk-input.js';
