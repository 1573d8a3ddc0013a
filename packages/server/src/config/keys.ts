import { readStreamRule } from '../retention/index.js';
import { isIP } from 'node:net';
import { ANALYSIS_KEYS } from './analysis-keys.js';
import {
  choiceKey,
  integerKey,
  type Key,
  listKey,
  numberKey,
  optionalNumberKey,
  optionalTextKey,
  textKey,
} from './key.js';

const HOUR_MS = 3_600_000;
const MEBIOCTET = 1024 * 1024;
const STREAM_RULES = 'rules like front-door=24 or lab-*=1.5, separated by commas';

/**
 * Every configuration key of the server, in the order that `--help` and `docs/configuration.md` print them.
 * A new key is added here, or in `analysis-keys.ts`, and nowhere else.
 */
export const CONFIGURATION_KEYS = {
  host: textKey({
    flag: 'host',
    defaultValue: '127.0.0.1',
    allowed: 'host name or IP address',
    description: 'Address to listen on. The default is reachable from this machine only.',
  }),
  port: integerKey({
    flag: 'port',
    defaultValue: 8080,
    min: 0,
    max: 65_535,
    description: 'TCP port to listen on; 0 takes any free one and prints it.',
  }),
  dataDirectory: textKey({
    flag: 'data-directory',
    defaultValue: './data',
    allowed: 'path of a directory',
    description: 'Where recordings, chunks and detections are kept. Made when it is not there.',
  }),
  logLevel: choiceKey({
    flag: 'log-level',
    defaultValue: 'info',
    choices: ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'],
    description: 'Least serious log line to write. Logs go to standard error.',
  }),
  allowedOrigins: listKey({
    flag: 'allowed-origins',
    defaultValue: [],
    allowed: 'origins like https://example.org, separated by commas',
    accepts: isOrigin,
    description: 'Pages from elsewhere that may publish. Pages of this server and of loopback addresses always may.',
  }),
  requireTokens: choiceKey({
    flag: 'require-tokens',
    defaultValue: 'off-loopback',
    choices: ['off-loopback', 'always'],
    description:
      'When a token or the admin secret must be shown: off-loopback, when the server listens on an address that other ' +
      'machines can reach; always, also for this machine.',
  }),
  tls: choiceKey({
    flag: 'tls',
    defaultValue: 'off',
    choices: ['off', 'self-signed', 'files'],
    description:
      'HTTPS and WSS. Browsers give a camera only to pages of HTTPS or of this machine. self-signed: a certificate ' +
      'made once and kept in the data directory, for trying a phone. files: --tls-certificate and --tls-key.',
  }),
  tlsCertificate: optionalTextKey({
    flag: 'tls-certificate',
    defaultValue: undefined,
    allowed: 'path of a PEM file',
    description: 'Certificate, and the chain behind it, for --tls files.',
  }),
  tlsKey: optionalTextKey({
    flag: 'tls-key',
    defaultValue: undefined,
    allowed: 'path of a PEM file',
    description: 'Private key of the certificate, for --tls files.',
  }),
  trustedProxies: listKey({
    flag: 'trusted-proxies',
    defaultValue: [],
    allowed: 'IP addresses, separated by commas',
    accepts: (address) => isIP(address) !== 0,
    description: 'Proxies whose X-Forwarded-For is believed when streams are counted per address.',
  }),
  maxMessageOctets: integerKey({
    flag: 'max-message-octets',
    defaultValue: 4 * MEBIOCTET,
    min: 1024,
    max: 1024 * MEBIOCTET,
    description:
      'Largest WebSocket message. A 250 ms chunk has some 0.1 MiB; after a sleep of the tab it may have tens.',
  }),
  maxUnrecordedOctets: integerKey({
    flag: 'max-unrecorded-octets',
    defaultValue: 16 * MEBIOCTET,
    min: 1024,
    max: 1024 * MEBIOCTET,
    description:
      'Received but not yet written, per stream. Above it the socket is not read until the disk has caught up.',
  }),
  maxStreams: integerKey({
    flag: 'max-streams',
    defaultValue: 32,
    min: 1,
    max: 100_000,
    description: 'Streams that may be live at once.',
  }),
  maxStreamsPerAddress: integerKey({
    flag: 'max-streams-per-address',
    defaultValue: 16,
    min: 1,
    max: 100_000,
    description:
      'Streams that one address may have live at once, so that one client cannot take every place. An office behind ' +
      'one address needs more. This machine itself is not counted.',
  }),
  maxViewers: integerKey({
    flag: 'max-viewers',
    defaultValue: 256,
    min: 0,
    max: 1_000_000,
    description: 'Viewers of all streams together. Each takes as much of the network as the stream that it watches.',
  }),
  maxViewerWaitingOctets: integerKey({
    flag: 'max-viewer-waiting-octets',
    defaultValue: 2 * MEBIOCTET,
    min: 64 * 1024,
    max: 1024 * MEBIOCTET,
    description:
      'What may wait for one viewer that is slower than its stream. Above it the viewer is moved on to a later ' +
      'random access point.',
  }),
  maxOctetsPerSecond: integerKey({
    flag: 'max-octets-per-second',
    defaultValue: 16 * MEBIOCTET,
    min: 1024,
    max: 10_240 * MEBIOCTET,
    description:
      'Of one connection. A camera has 0.1 to 1 MiB a second; a publisher that comes back after a cut sends faster. ' +
      'Above it the socket is read more slowly.',
  }),
  maxChunksPerSecond: integerKey({
    flag: 'max-chunks-per-second',
    defaultValue: 2000,
    min: 1,
    max: 1_000_000,
    description:
      'Of one connection. 4 are usual; MediaRecorder.start(0) makes hundreds. Above it the socket is read more slowly.',
  }),
  maxStreamHours: numberKey({
    flag: 'max-stream-hours',
    defaultValue: 24,
    min: 0.001,
    max: 10_000,
    description: 'How long a stream may be live; then its recording is finished. A forgotten tab ends some day.',
  }),
  maxTracks: integerKey({
    flag: 'max-tracks',
    defaultValue: 4,
    min: 1,
    max: 100,
    description: 'Tracks in one stream. MediaRecorder writes one of video and one of audio.',
  }),
  allowedCodecs: listKey({
    flag: 'allowed-codecs',
    defaultValue: [
      'V_VP8',
      'V_VP9',
      'V_AV1',
      'V_MPEG4/ISO/AVC',
      'A_OPUS',
      'A_VORBIS',
      'A_AAC',
      'A_PCM/INT/LIT',
      'A_PCM/FLOAT/IEEE',
    ],
    allowed: 'Matroska codec IDs, separated by commas',
    accepts: (codecId) => /^[VAS]_[A-Z0-9/_]+$/.test(codecId),
    description: 'Codecs that are taken: those that browsers record. Others are refused before anything decodes them.',
  }),
  maxPixels: integerKey({
    flag: 'max-pixels',
    defaultValue: 1920 * 1080 * 2,
    min: 1,
    max: 1_000_000_000,
    description: 'Largest picture to decode, width times height. A larger one is recorded but not analysed.',
  }),
  idleTimeoutMs: integerKey({
    flag: 'idle-timeout-ms',
    defaultValue: 120_000,
    min: 100,
    max: 24 * HOUR_MS,
    description: 'A connection that sends nothing for so long is closed. A paused recorder sends nothing.',
  }),
  startTimeoutMs: integerKey({
    flag: 'start-timeout-ms',
    defaultValue: 30_000,
    min: 100,
    max: 24 * HOUR_MS,
    description: 'A connection that says nothing at all for so long after it was opened is closed.',
  }),
  resumeGraceMs: integerKey({
    flag: 'resume-grace-ms',
    defaultValue: 30_000,
    min: 0,
    max: 24 * HOUR_MS,
    description: 'How long a stream waits for its publisher after the socket has closed without "stop"; then it ends.',
  }),
  fsync: choiceKey({
    flag: 'fsync',
    defaultValue: 'interval',
    choices: ['never', 'interval', 'every-chunk'],
    description:
      'When acknowledged chunks are forced onto the disk. A server that dies loses none of them in any case; a machine ' +
      'that loses its power may lose what was not forced. every-chunk: before the acknowledgement.',
  }),
  fsyncIntervalMs: integerKey({
    flag: 'fsync-interval-ms',
    defaultValue: 1000,
    min: 10,
    max: HOUR_MS,
    description: 'With --fsync interval: how much of a stream a loss of power may take at most.',
  }),
  keepJournals: choiceKey({
    flag: 'keep-journals',
    defaultValue: 'no',
    choices: ['no', 'yes'],
    description:
      'Whether the chunks as they came are kept beside the finished recording, as ended.journal. It doubles the space.',
  }),
  drainTimeoutMs: integerKey({
    flag: 'drain-timeout-ms',
    defaultValue: 10_000,
    min: 0,
    max: HOUR_MS,
    description: 'How long SIGTERM and SIGINT wait for recordings to be finished.',
  }),
  keepHours: optionalNumberKey({
    flag: 'keep-hours',
    defaultValue: undefined,
    min: 0,
    max: 1_000_000,
    description: 'How long a stream is kept after its end, in hours. Without it: for ever.',
  }),
  keepOctets: optionalNumberKey({
    flag: 'keep-octets',
    defaultValue: undefined,
    min: 0,
    max: Number.MAX_SAFE_INTEGER,
    description:
      'How much is kept of all streams together. Above it the oldest are deleted, never one that is being recorded.',
  }),
  keepHoursOf: listKey({
    flag: 'keep-hours-of',
    defaultValue: [],
    allowed: STREAM_RULES,
    accepts: isStreamRule,
    description: 'Hours for streams of certain IDs; the first rule that fits goes before --keep-hours.',
  }),
  keepOctetsOf: listKey({
    flag: 'keep-octets-of',
    defaultValue: [],
    allowed: STREAM_RULES,
    accepts: isStreamRule,
    description: 'How much is kept of the streams of certain IDs together, beside --keep-octets.',
  }),
  ...ANALYSIS_KEYS,
  decoder: choiceKey({
    flag: 'decoder',
    defaultValue: 'ffmpeg',
    choices: ['ffmpeg', 'webcodecs'],
    description:
      'What turns video into frames: a process of ffmpeg for each stream, or one of the optional ' +
      'package @napi-rs/webcodecs. docs/decoding.md says when to choose which.',
  }),
  webhookUrls: listKey({
    flag: 'webhook-urls',
    defaultValue: [],
    allowed: 'http or https addresses, separated by commas',
    accepts: isWebAddress,
    description: 'Who is told when a stream starts or ends, a face appears or leaves, and of gaps (docs/webhooks.md).',
  }),
  webhookSecret: optionalTextKey({
    flag: 'webhook-secret',
    defaultValue: undefined,
    allowed: 'whsec_ and 24 to 64 octets in base64',
    description: 'What webhooks are signed with. Better given as the environment variable: others see the flags.',
  }),
  ffmpegPath: optionalTextKey({
    flag: 'ffmpeg-path',
    variable: 'FFMPEG_PATH',
    defaultValue: undefined,
    allowed: 'path of an ffmpeg binary',
    description:
      'The ffmpeg to use. Without it: a system ffmpeg of version 5 or newer, else the one of @ffmpeg-installer.',
  }),
} as const;

type Keys = typeof CONFIGURATION_KEYS;
type ValueOf<AnyKey> = AnyKey extends Key<infer Value> ? Value : never;

/** The configuration of a server, complete and checked. */
export type Configuration = { readonly [Name in keyof Keys]: ValueOf<Keys[Name]> };

/** A scheme and a host, nothing behind: what a browser puts into the Origin header. */
function isOrigin(text: string): boolean {
  return URL.canParse(text) && new URL(text).origin === text;
}

function isStreamRule(text: string): boolean {
  return readStreamRule(text) !== undefined;
}

function isWebAddress(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}
