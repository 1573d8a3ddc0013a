export { renderSnapshot } from './render-snapshot.js';
