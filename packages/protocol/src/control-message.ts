import { readAnalysisSettings } from './analysis-settings.js';
import type { PublisherMessage } from './publisher-messages.js';
import type { ServerMessage } from './server-messages.js';
import type { ViewerMessage } from './viewer-messages.js';

/** What reading a text message can come to. */
export type MessageRead<Message> =
  { readonly kind: 'message'; readonly message: Message } | { readonly kind: 'malformed'; readonly reason: string };

/** The text of a control message. */
export function encodeMessage(message: PublisherMessage | ServerMessage | ViewerMessage): string {
  return JSON.stringify(message);
}

/** Reads what a publisher says. Every field is checked: a server trusts nothing that it did not write. */
export function decodePublisherMessage(text: string): MessageRead<PublisherMessage> {
  const read = readTypedObject(text);
  if (read.kind === 'malformed') return read;
  const fields = read.fields;
  switch (fields['type']) {
    case 'start':
      return readStart(fields);
    case 'lost':
      return readLost(fields);
    case 'stop':
      return { kind: 'message', message: { type: 'stop' } };
    default:
      return malformed(`type "${String(fields['type'])}" is not one of: start, lost, stop`);
  }
}

const SERVER_TYPES = [
  'ready',
  'ack',
  'detections',
  'face-appeared',
  'face-left',
  'status',
  'gap',
  'ended',
  'error',
] as const;

/**
 * Reads what a server says. Only `type` is checked: a client trusts the server it chose, and one of an older version
 * must be able to skip a field that a newer one added.
 */
export function decodeServerMessage(text: string): MessageRead<ServerMessage> {
  const read = readTypedObject(text);
  if (read.kind === 'malformed') return read;
  if (!SERVER_TYPES.some((type) => type === read.fields['type'])) {
    return malformed(`type "${String(read.fields['type'])}" is not one of: ${SERVER_TYPES.join(', ')}`);
  }
  return { kind: 'message', message: asServerMessage(read.fields) };
}

const VIEWER_TYPES = ['watching', 'init', 'moved-on', 'detections', 'status', 'gap', 'ended', 'error'] as const;

/** Reads what a server says to a viewer, as {@link decodeServerMessage} does. */
export function decodeViewerMessage(text: string): MessageRead<ViewerMessage> {
  const read = readTypedObject(text);
  if (read.kind === 'malformed') return read;
  if (!VIEWER_TYPES.some((type) => type === read.fields['type'])) {
    return malformed(`type "${String(read.fields['type'])}" is not one of: ${VIEWER_TYPES.join(', ')}`);
  }
  return { kind: 'message', message: asViewerMessage(read.fields) };
}

const SESSION = /^[A-Za-z0-9_-]{1,64}$/;
/** Chunk messages have 32 bits for it. */
const MAX_SEQUENCE = 2 ** 32 - 1;

type Fields = Readonly<Record<string, unknown>>;

function readStart(fields: Fields): MessageRead<PublisherMessage> {
  const { mimeType, stream, token, resume, timesliceMs, session, analysis = {} } = fields;
  if (typeof mimeType !== 'string' || mimeType.length > 256)
    return malformed('start.mimeType is not a string of at most 256 characters');
  if (stream !== undefined && typeof stream !== 'string') return malformed('start.stream is not a string');
  if (token !== undefined && typeof token !== 'string') return malformed('start.token is not a string');
  if (resume !== undefined && typeof resume !== 'boolean') return malformed('start.resume is not true or false');
  if (timesliceMs !== undefined && !(typeof timesliceMs === 'number' && timesliceMs >= 0)) {
    return malformed('start.timesliceMs is not a number of ms');
  }
  if (session !== undefined && !(typeof session === 'string' && SESSION.test(session)))
    return malformed('start.session is not 1 to 64 of A-Z a-z 0-9 _ -');
  const read = readAnalysisSettings(analysis);
  if (read.kind === 'malformed') return malformed(`start.analysis: ${read.reason}`);
  return {
    kind: 'message',
    message: {
      type: 'start',
      mimeType,
      ...(stream === undefined ? {} : { stream }),
      ...(token === undefined ? {} : { token }),
      ...(resume === undefined ? {} : { resume }),
      ...(timesliceMs === undefined ? {} : { timesliceMs }),
      ...(session === undefined ? {} : { session }),
      ...(fields['analysis'] === undefined ? {} : { analysis: read.settings }),
    },
  };
}

function readLost({ first, last }: Fields): MessageRead<PublisherMessage> {
  if (!isSequence(first) || !isSequence(last) || last < first)
    return malformed('lost.first and lost.last are not sequence numbers in order');
  return { kind: 'message', message: { type: 'lost', first, last } };
}

function isSequence(value: unknown): value is number {
  return Number.isSafeInteger(value) && typeof value === 'number' && value >= 0 && value < MAX_SEQUENCE;
}

function readTypedObject(
  text: string,
): { readonly kind: 'object'; readonly fields: Fields } | { readonly kind: 'malformed'; readonly reason: string } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return malformed('the message is not JSON');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return malformed('the message is not a JSON object');
  return { kind: 'object', fields: value as Fields };
}

/** Boundary: the fields behind a known `type` are taken on the server's word. */
function asServerMessage(fields: Fields): ServerMessage {
  return fields as unknown as ServerMessage;
}

/** Boundary: as {@link asServerMessage}. */
function asViewerMessage(fields: Fields): ViewerMessage {
  return fields as unknown as ViewerMessage;
}

function malformed(reason: string): { readonly kind: 'malformed'; readonly reason: string } {
  return { kind: 'malformed', reason };
}
