export type { AnalysedFrame, AnalysisEngine } from './stream-analysis.js';
export { StreamRegistry } from './stream-registry.js';
export type { RegistryOptions, StreamState, StreamSummary } from './stream-registry.js';
