import type { AnalysisSettings } from '@webm-reassembler/protocol';
import type { Logger } from 'pino';
import type { EventBus } from '../bus/index.js';
import type { StreamRecorder } from '../record/index.js';
import type { LiveFeeds } from '../watch/index.js';
import type { AnalysisEngine } from './stream-analysis.js';
import type { StreamLimits } from './stream-limits.js';
import type { StreamObserver } from './stream-observer.js';

/** What a stream is, and what its stages need. */
export interface StageParts {
  readonly id: string;
  readonly mimeType: string;
  readonly limits: StreamLimits;
  readonly startedAt: Date;
  readonly recorder: StreamRecorder;
  readonly engine: AnalysisEngine;
  readonly analysis: AnalysisSettings;
  readonly bus: EventBus;
  readonly observer: StreamObserver;
  readonly feeds: LiveFeeds;
  readonly log: Logger;
}
