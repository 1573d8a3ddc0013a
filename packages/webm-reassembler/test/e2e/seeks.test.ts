import { describeSeeks } from './support/seeks.js';

// Ten a recording: `npm run measure`.
describeSeeks(2);
