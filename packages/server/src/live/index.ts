export { OPTIONAL_TASKS } from './analysis-limits.js';
export type { AnalysisLimits, OptionalTask } from './analysis-limits.js';
export type { AnalysedFrame } from './frame-analysis.js';
export type { AnalysisEngine } from './stream-analysis.js';
export type { StreamObserver } from './stream-observer.js';
export { StreamRegistry } from './stream-registry.js';
export type { RegistryOptions, StreamState, StreamSummary } from './stream-registry.js';
