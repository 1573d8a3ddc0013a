export type { Readiness } from './health-routes.js';
export { createHttpServer } from './http-server.js';
export { findPageDirectory } from './page-directory.js';
export type { PublishRouteParts } from './publish-routes.js';
