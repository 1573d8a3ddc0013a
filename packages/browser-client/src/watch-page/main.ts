import { pageAccess } from '../access/page-access.js';
import { findWatchElements } from './watch-elements.js';
import { WatchPage } from './watch-page.js';

// The server has checked that there is nothing else behind `/watch/` than an ID.
const stream = decodeURIComponent(location.pathname.split('/').pop() ?? '');
new WatchPage(findWatchElements(document), stream, pageAccess(location)).open();
