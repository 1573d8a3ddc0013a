import { makeSeekableByTsEbml } from '../repair/peers/ts-ebml.mjs';
import { fixByDurationFix } from '../repair/peers/webm-duration-fix.mjs';
import { examine } from '../repair/examine.mjs';
import { readChunks } from '../inputs/live-recording.mjs';

/** @import { Defect } from './index.mjs' */

const FIXTURE = 'chromium156-long-gop-vp8-opus-250ms';

/** @type {Defect} */
export const seekableCues = {
  name: 'cues-off-keyframes',
  claim: `Makes a recording "seekable" with Cues at places that no decoder can start from (\`fixtures/${FIXTURE}\`)`,
  async show() {
    const { cues, cuesOnKeyframes } = examine(await makeSeekableByTsEbml(Buffer.concat(readChunks(FIXTURE))));
    if (cues === cuesOnKeyframes) return [];
    return [{ peer: 'ts-ebml', seen: `${cues} Cues, of which ${cuesOnKeyframes} are at a keyframe of the video` }];
  },
};

/** @type {Defect} */
export const durationFixThrows = {
  name: 'duration-fix-throws',
  claim: `Throws on a plain recording of Chromium (\`fixtures/${FIXTURE}\`)`,
  async show() {
    try {
      await fixByDurationFix(new Blob([Buffer.concat(readChunks(FIXTURE))]));
      return [];
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      return [{ peer: 'webm-duration-fix', seen: `throws "${message}"` }];
    }
  },
};
