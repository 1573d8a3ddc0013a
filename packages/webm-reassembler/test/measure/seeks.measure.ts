import { describeSeeks } from '../e2e/support/seeks.js';

describeSeeks(10);
