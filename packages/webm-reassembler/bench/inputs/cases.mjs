import { liveRecording, recut } from './live-recording.mjs';

/**
 * One input that all contenders read.
 *
 * @typedef {object} Case
 * @property {string} name
 * @property {string} title
 * @property {number} octets About how many, of a full run.
 * @property {number} limitSeconds A contender that takes longer is stopped.
 * @property {boolean} [measuresMemory]
 * @property {(octets: number) => Uint8Array[]} chunks
 */

const LIVE = 'chromium156-faces-vp8-opus-250ms';
const SOUND = 'chromium156-microphone-opus-250ms';

/** @type {readonly Case[]} */
export const CASES = [
  {
    name: 'live',
    measuresMemory: true,
    title: 'Live VP8 and Opus, cut every 250 ms as Chromium cut it',
    octets: 200e6,
    limitSeconds: 30,
    chunks: (octets) => liveRecording(LIVE, octets),
  },
  {
    name: 'whole',
    measuresMemory: true,
    title: 'The same in one piece',
    octets: 200e6,
    limitSeconds: 30,
    chunks: (octets) => recut(liveRecording(LIVE, octets), Infinity),
  },
  {
    name: '1-kb',
    title: 'The same in chunks of 1,000 octets',
    octets: 50e6,
    limitSeconds: 30,
    chunks: (octets) => recut(liveRecording(LIVE, octets), 1000),
  },
  {
    name: '1-octet',
    title: 'The same one octet at a time',
    octets: 3e6,
    limitSeconds: 30,
    chunks: (octets) => recut(liveRecording(LIVE, octets), 1),
  },
  {
    name: 'tiny-blocks',
    title: 'Opus alone, cut every 250 ms: many tiny blocks',
    octets: 20e6,
    limitSeconds: 30,
    chunks: (octets) => liveRecording(SOUND, octets),
  },
];
