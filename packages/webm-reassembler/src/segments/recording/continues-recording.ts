import { SourceTrack } from '../../blocks/source-track.js';
import { VIDEO_CODECS } from '../../codecs/video-codecs.js';
import { matchTracks, outputTrackFrom } from '../output-track.js';
import type { ReadInitSegment } from './read-init-segment.js';

/**
 * Whether what comes with the init segment `next` can go on in a file that began with `first`.
 *
 * A file has one init segment. A change of picture size fits all the same, where the codec's keyframes carry their size
 * (VP8, VP9, AV1, H.264 in Annex B): browsers and ffmpeg take it from there, and MediaRecorder's own files do no
 * different. Another codec, another set-up, other tracks or another unit of time do not fit.
 */
export function continuesRecording(first: ReadInitSegment, next: ReadInitSegment): boolean {
  if (first.info.timestampScaleNs !== next.info.timestampScaleNs) return false;
  if (first.initSegment.docType !== next.initSegment.docType) return false;
  const sources = next.entries.map((entry) => new SourceTrack(entry, VIDEO_CODECS));
  const matches = matchTracks(sources, first.entries.map(outputTrackFrom));
  return (
    matches !== undefined && [...matches].every(([source, output]) => source.entry.track.number === output.track.number)
  );
}
