import { listFixtures, loadFixture, loadManifest, type Fixture } from '../../../../fixtures/load.js';
import { join } from './webm.js';

export { loadFixture } from '../../../../fixtures/load.js';

/** Names of the undamaged recordings. */
export const recordings: readonly string[] = listFixtures().filter((name) => loadManifest(name).madeFrom === undefined);

/** Names of the streams that were broken on purpose. */
export const brokenStreams: readonly string[] = listFixtures().filter(
  (name) => loadManifest(name).madeFrom !== undefined,
);

/** The chunks laid end to end. */
export function wholeOf(fixture: Fixture): Uint8Array {
  return join(...fixture.chunks);
}

/** The whole recording with this name. */
export function wholeRecording(name: string): Uint8Array {
  return wholeOf(loadFixture(name));
}
