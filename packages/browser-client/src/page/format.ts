/** `1:02`, `1:00:02`: minutes and seconds, hours where there are any. */
export function formatClock(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const parts = [Math.floor(seconds / 60) % 60, seconds % 60].map((part) => String(part).padStart(2, '0'));
  const hours = Math.floor(seconds / 3600);
  return hours > 0 ? `${hours}:${parts.join(':')}` : parts.join(':').replace(/^0(?=\d)/, '');
}

/** `3.25 s`. */
export function formatSeconds(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`;
}

/** `812 KB`, `3.4 MB`: decimal units, as file managers show them. */
export function formatOctets(octets: number): string {
  if (octets < 1000) return `${octets} B`;
  if (octets < 999_500) return `${Math.round(octets / 1000)} KB`;
  return `${(octets / 1e6).toFixed(1)} MB`;
}

/** `29.9` frames per second; whole numbers without a fraction. */
export function formatRate(perSecond: number): string {
  return perSecond.toFixed(1).replace(/\.0$/, '');
}

/** `12 345`: groups of three, with a space that does not break. */
export function formatCount(count: number): string {
  return String(Math.round(count)).replace(/\B(?=(\d{3})+$)/g, '\u00a0');
}

/** A codec as people call it: `V_VP8`, `vp8` and `avc1.42e01e` are `VP8` and `H.264`. */
export function formatCodecs(video: string, audio: string): string {
  return [video, audio]
    .filter((codec) => codec !== 'none' && codec !== '')
    .map(codecName)
    .join(' + ');
}

function codecName(codec: string): string {
  const name =
    codec
      .replace(/^[VA]_/, '')
      .split('.')[0]
      ?.toLowerCase() ?? '';
  const names: Readonly<Record<string, string>> = {
    vp08: 'VP8',
    vp8: 'VP8',
    vp09: 'VP9',
    vp9: 'VP9',
    av01: 'AV1',
    av1: 'AV1',
    avc1: 'H.264',
    avc3: 'H.264',
    h264: 'H.264',
    opus: 'Opus',
  };
  return names[name] ?? codec;
}
