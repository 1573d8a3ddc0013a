import { Reassembler } from './index.js';
import { describeOutputs } from '../test/support/describe-outputs.js';
import { feedAll } from '../test/support/feed.js';
import { group, streamOf, VIDEO_AND_AUDIO } from '../test/support/streams.js';

const STREAM = streamOf(VIDEO_AND_AUDIO, group(0, 4));

test('feed takes a Buffer, which is a Uint8Array', () => {
  expect(describeOutputs(new Reassembler().feed(Buffer.from(STREAM)))).toEqual(describeOutputs(feedAll([STREAM])));
});
