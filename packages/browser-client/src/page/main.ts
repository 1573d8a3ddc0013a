import { findElements } from './elements.js';
import { Page } from './page.js';

new Page(findElements(document)).open();
