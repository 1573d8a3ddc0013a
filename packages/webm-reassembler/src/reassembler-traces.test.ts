import { isUpdatingTraces, readTrace, writeTrace } from '../test/support/golden-traces.js';
import { brokenStreams, loadFixture, recordings } from '../test/support/recordings.js';
import { traceOf } from '../test/support/trace.js';

/** Golden traces lie in fixtures/traces/. Read what changed before keeping it: `npm run update-traces`. */
test.each([...recordings, ...brokenStreams])('%s comes out as its golden trace says', (name) => {
  const trace = traceOf(loadFixture(name));
  if (isUpdatingTraces) writeTrace(name, trace);
  expect(trace).toBe(readTrace(name));
});
