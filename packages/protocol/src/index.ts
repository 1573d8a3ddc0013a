export { SUBPROTOCOL } from './subprotocol.js';
export { CHUNK_HEADER_OCTETS, encodeChunkMessage, decodeChunkMessage } from './chunk-message.js';
export type { ChunkMessage, ChunkMessageRead } from './chunk-message.js';
export { decodePublisherMessage, decodeServerMessage, decodeViewerMessage, encodeMessage } from './control-message.js';
export type { MessageRead } from './control-message.js';
export { ANALYSIS_SETTING_NAMES, readAnalysisQuery, readAnalysisSettings } from './analysis-settings.js';
export type { AnalysisRead, AnalysisSettings } from './analysis-settings.js';
export type { LostMessage, PublisherMessage, StartMessage, StopMessage } from './publisher-messages.js';
export type {
  AckMessage,
  Box,
  Detection,
  DetectionsMessage,
  EndedMessage,
  ErrorMessage,
  FaceAppearedMessage,
  FaceExpressions,
  FaceLeftMessage,
  GapMessage,
  IngestLimits,
  Point,
  ReadyMessage,
  ServerMessage,
  SkippedFrames,
  StageTimings,
  StatusMessage,
} from './server-messages.js';
export type { InitMessage, MovedOnMessage, ViewerMessage, WatchingMessage } from './viewer-messages.js';
