export { SUBPROTOCOL } from './subprotocol.js';
export { CHUNK_HEADER_OCTETS, encodeChunkMessage, decodeChunkMessage } from './chunk-message.js';
export type { ChunkMessage, ChunkMessageRead } from './chunk-message.js';
export { decodePublisherMessage, decodeServerMessage, decodeViewerMessage, encodeMessage } from './control-message.js';
export type { MessageRead } from './control-message.js';
export type { LostMessage, PublisherMessage, StartMessage, StopMessage } from './publisher-messages.js';
export type {
  AckMessage,
  Box,
  Detection,
  DetectionsMessage,
  EndedMessage,
  ErrorMessage,
  FaceExpressions,
  GapMessage,
  IngestLimits,
  Point,
  ReadyMessage,
  ServerMessage,
  StageTimings,
  StatusMessage,
} from './server-messages.js';
export type { InitMessage, MovedOnMessage, ViewerMessage, WatchingMessage } from './viewer-messages.js';
