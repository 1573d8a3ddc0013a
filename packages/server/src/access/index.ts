export { AccessGuard } from './access-guard.js';
export { ADMIN_COOKIE, credentialOf } from './credential.js';
export type { Grant, TokenAccess, Wanted } from './grant.js';
export { isLoopback } from './loopback.js';
export { isHostAllowed, isOriginAllowed } from './page-origin.js';
export { Secrets } from './secrets.js';
export { loadTls } from './tls.js';
export type { TlsMaterial } from './tls.js';
