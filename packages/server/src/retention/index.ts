export { RetentionJob } from './retention-job.js';
export { readStreamRule } from './retention-rules.js';
export type { RetentionRules, StreamRule } from './retention-rules.js';
