import type { FixtureManifest } from '../../../../fixtures/load.js';

/** What ffmpeg must be told before it reads anything of this fixture. */
export function inputOptionsFor({ codecs }: FixtureManifest): readonly string[] {
  // ffmpeg guesses a layout for mono PCM, and says so, for the untouched file as well.
  return codecs.some((codec) => codec.startsWith('pcm')) ? ['-guess_layout_max', '0'] : [];
}

/** Whether the fixture has a picture, or sound alone. */
export function hasVideo({ codecs }: FixtureManifest): boolean {
  return codecs.some((codec) => /^(vp8|vp9|av1|h264)$/.test(codec));
}

/** A recording as files that ffmpeg reads to their ends: it goes no further than the second EBML header. */
export function runsOf(octets: Uint8Array): readonly Uint8Array[] {
  const whole = Buffer.from(octets);
  const starts: number[] = [];
  for (let at = whole.indexOf('1a45dfa3', 0, 'hex'); at >= 0; at = whole.indexOf('1a45dfa3', at + 1, 'hex'))
    starts.push(at);
  return starts.map((start, index) => whole.subarray(start, starts[index + 1]));
}
