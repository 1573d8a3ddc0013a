export { loadCanvas } from './canvas-package.js';
export { JpegBroadcast } from './jpeg-broadcast.js';
export type { JpegReader } from './jpeg-broadcast.js';
export { renderSnapshot } from './render-snapshot.js';
