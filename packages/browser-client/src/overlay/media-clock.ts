/**
 * Place of media time 0 on the stream's timeline, in ms, for a file whose timestamps begin at `startMs`.
 *
 * Chromium's media time is what the file says; Firefox counts from the file's first frame. Neither can be asked, but
 * the first picture tells: its media time is near `startMs` in the one and near 0 in the other.
 *
 * @param firstMediaTimeMs media time of the first picture that was shown
 */
export function mediaZeroMs(firstMediaTimeMs: number, startMs: number): number {
  return firstMediaTimeMs > startMs / 2 ? 0 : startMs;
}
