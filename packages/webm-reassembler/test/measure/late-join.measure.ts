import { describeLateJoins } from '../e2e/support/late-joins.js';

describeLateJoins(100);
