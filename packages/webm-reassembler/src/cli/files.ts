export { repairRecording } from './repair-recording.js';
export type { RepairOptions, RepairReport } from './repair-recording.js';
export type { WrittenPart } from './recording-files.js';
