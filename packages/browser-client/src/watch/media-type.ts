/** What an init segment promises: MediaSource takes another of the same shape in the same SourceBuffer, no other. */
export interface TrackShape {
  readonly video: number;
  readonly audio: number;
}

const AUDIO_CODEC = /^(opus|vorbis|mp4a|pcm|flac|A_)/i;

/** Counts the tracks of a type with `codecs`, for example `video/webm;codecs="vp8,opus"`. */
export function trackShape(mimeType: string): TrackShape {
  const codecs = /codecs="?([^"]*)"?/.exec(mimeType)?.[1]?.split(',') ?? [];
  const audio = codecs.filter((codec) => AUDIO_CODEC.test(codec.trim())).length;
  return { video: codecs.length - audio, audio };
}

/** Whether a SourceBuffer of the one type can go on with the other. */
export function isSameShape(one: string, other: string): boolean {
  const [first, second] = [trackShape(one), trackShape(other)];
  return first.video === second.video && first.audio === second.audio;
}
