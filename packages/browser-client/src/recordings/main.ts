import { findRecordingsElements } from './parts-of-the-page.js';
import { RecordingsPage } from './recordings-page.js';

new RecordingsPage(findRecordingsElements(document)).open();
