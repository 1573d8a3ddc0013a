export { repairRecording } from './repair-recording.js';
export type { RepairReport } from './repair-recording.js';
export type { WrittenPart } from './recording-files.js';
