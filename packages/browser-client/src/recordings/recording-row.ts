import { formatClock, formatCodecs, formatOctets } from '../page/format.js';
import type { Recording } from './recording.js';

/** One line of the list. */
export function recordingRow(recording: Recording, onChosen: () => void): HTMLLIElement {
  const row = document.createElement('li');
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'recording';
  button.dataset['stream'] = recording.stream;
  button.append(
    text('span', 'recording-when', new Date(recording.startedAt).toLocaleString()),
    text('span', 'hint', recording.isLive ? 'live' : formatClock(recording.durationMs)),
    text('span', 'hint recording-what', wordsOf(recording)),
  );
  button.addEventListener('click', onChosen);
  row.append(button);
  return row;
}

/** What was seen, in words. */
export function facesIn({ mostFaces, framesAnalysed }: Pick<Recording, 'mostFaces' | 'framesAnalysed'>): string {
  if (framesAnalysed === 0) return 'not analysed';
  if (mostFaces === 0) return 'no faces';
  return mostFaces === 1 ? '1 face' : `up to ${mostFaces} faces`;
}

function wordsOf(recording: Recording): string {
  const { octets, videoCodec, audioCodec, gaps, stream } = recording;
  const missing = gaps === 0 ? [] : [gaps === 1 ? '1 gap' : `${gaps} gaps`];
  const codecs = formatCodecs(videoCodec, audioCodec);
  return [facesIn(recording), formatOctets(octets), codecs, ...missing, stream]
    .filter((word) => word !== '')
    .join(' · ');
}

function text(tag: string, className: string, words: string): HTMLElement {
  const element = document.createElement(tag);
  element.className = className;
  element.textContent = words;
  return element;
}
