import { decodeViewerMessage } from '@webm-reassembler/protocol';
import type { InitSegment, StandalonePiece } from 'webm-reassembler';
import type { LivePart } from './live-part.js';
import { Viewer } from './viewer.js';

const LIMIT = 1000;

function init(mimeType: string): InitSegment {
  const octets = new Uint8Array(7);
  return { kind: 'init-segment', octets, tracks: [], docType: 'webm', mimeType, timestampScaleNs: 1_000_000 };
}

const VP8 = init('video/webm;codecs="vp8"');
const VP9 = init('video/webm;codecs="vp9"');

function part(timestampMs: number, opensWithRandomAccessPoint = false, initSegment = VP8): LivePart {
  return { octets: new Uint8Array(100), initSegment, opensWithRandomAccessPoint, timestampMs };
}

function join(octets = 50): StandalonePiece {
  return { octets: new Uint8Array(octets), initSegment: VP8, startMs: 0, endMs: 0, leadInBlocks: 0, leadInMs: 0 };
}

/** A socket that takes nothing until it is told to, and what was sent to it. */
function outlet() {
  const sent: (string | number)[] = [];
  return {
    sent,
    waitingOctets: 0,
    send(text: string) {
      const read = decodeViewerMessage(text);
      sent.push(read.kind === 'message' ? read.message.type : read.reason);
    },
    sendOctets({ length }: Uint8Array) {
      sent.push(length);
      this.waitingOctets += length;
    },
    close: () => undefined,
  };
}

test('who joins gets init and group in one message, and then what comes', () => {
  const socket = outlet();
  const viewer = new Viewer(socket, LIMIT, join());
  viewer.take(part(40));
  viewer.take(part(80, true));
  expect(socket.sent).toEqual(['init', 50, 100, 100]);
});

test('who joins where there is nothing to join begins at the next random access point', () => {
  const socket = outlet();
  const viewer = new Viewer(socket, LIMIT, undefined);
  viewer.take(part(40));
  viewer.take(part(80, true));
  viewer.take(part(120));
  expect(socket.sent).toEqual(['init', 7, 100, 100]);
});

test('another init segment comes before the first part that belongs to it, with its type', () => {
  const socket = outlet();
  const viewer = new Viewer(socket, LIMIT, join());
  viewer.take(part(40, true, VP9));
  viewer.take(part(80, false, VP9));
  expect(socket.sent).toEqual(['init', 50, 'init', 7, 100, 100]);
});

test('what waits for a viewer that does not read is bounded, however long it goes on', () => {
  const socket = outlet();
  const viewer = new Viewer(socket, LIMIT, join());
  for (let at = 0; at < 10_000; at++) viewer.take(part(at, at % 100 === 0));
  expect(socket.waitingOctets).toBeLessThanOrEqual(LIMIT + 100);
});

test('a viewer that has caught up goes on at a random access point, with the init segment that belongs to it', () => {
  const socket = outlet();
  const viewer = new Viewer(socket, LIMIT, join(LIMIT + 1));
  viewer.take(part(40));
  viewer.take(part(80, true));
  socket.waitingOctets = 0;
  viewer.take(part(120));
  expect(socket.sent).toEqual(['init', LIMIT + 1]);
  viewer.take(part(160, true, VP9));
  viewer.take(part(200, false, VP9));
  expect(socket.sent).toEqual(['init', LIMIT + 1, 'moved-on', 'init', 7, 100, 100]);
});
