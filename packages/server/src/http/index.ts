export { createHttpServer } from './http-server.js';
export { findPageDirectory } from './page-directory.js';
