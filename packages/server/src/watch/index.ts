export { isLiveState } from './live-state.js';
export { LiveFeeds } from './live-feeds.js';
export { ResultFeed } from './result-feed.js';
export type { Outlet } from './result-feed.js';
export { WatchServer } from './watch-server.js';
