import { describeLateJoins } from './support/late-joins.js';

// 100 of them: `npm run measure`.
describeLateJoins(20);
