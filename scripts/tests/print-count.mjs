import process from 'node:process';
import { countLine, readResults, summarise } from './results.mjs';

// The gate's last line. That no test ran is a failure, whatever else went well.
const summary = summarise(readResults());
if (summary.passed + summary.failed === 0) console.error('No test ran.');
if (summary.passed === 0 || summary.failed > 0) process.exitCode = 1;
console.log(countLine(summary));
