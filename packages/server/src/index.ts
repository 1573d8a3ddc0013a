export { startServer } from './server.js';
export type { RunningServer } from './server.js';
export { CONFIGURATION_KEYS } from './config/keys.js';
export type { Configuration } from './config/keys.js';
export { readConfiguration } from './config/read-configuration.js';
export { ServerError } from './errors.js';
export type { ServerErrorCode } from './errors.js';
