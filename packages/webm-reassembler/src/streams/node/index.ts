export type { ReassemblerOptions } from '../../reassembler.js';
export type { Output } from '../../segments/outputs.js';
export { ReassemblerDuplex } from './reassembler-duplex.js';
export type { BlobLike, ChunkInput, ChunkOctets, NumberedChunk } from '../chunk-input.js';
