export { ResultFeed } from './result-feed.js';
export type { Outlet } from './result-feed.js';
