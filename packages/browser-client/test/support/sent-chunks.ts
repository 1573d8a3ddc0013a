import { Reassembler } from 'webm-reassembler';
import { waitFor, type BrowserPage } from './browser-page.js';

/** A script for a page, before its own: keeps each chunk that is sent over a WebSocket, by its sequence number. */
export const KEEP_SENT_CHUNKS = `(() => {
  window.sentChunks = [];
  const { send } = WebSocket.prototype;
  WebSocket.prototype.send = function (message) {
    if (typeof message !== 'string') {
      const octets = new Uint8Array(message.buffer ?? message, message.byteOffset ?? 0, message.byteLength).slice();
      window.sentChunks[new DataView(octets.buffer).getUint32(0)] = octets.subarray(12);
    }
    return send.call(this, message);
  };
})();`;

/** The page writes this line at once when a stream has ended, and four times a second before. */
export const CHUNKS_SENT = 'Number.parseInt(document.querySelector("#upload-line").innerText, 10)';

/** Enough for every kind of chunk, those behind a keyframe and those before the next. */
const ENOUGH_CHUNKS = 12;

/** Waits until the page has sent so many chunks (or pictures). To wait for seconds would not do: a busy recorder delivers late. */
export async function waitForChunks(page: BrowserPage, count: number): Promise<void> {
  await waitFor(page, `${CHUNKS_SENT} >= ${count}`);
}

/** Waits until the page has sent some more chunks than when it was asked, and a dozen in all. */
export async function waitForMoreChunks(page: BrowserPage): Promise<void> {
  const soFar = Number(await page.evaluate(CHUNKS_SENT)) || 0;
  await waitForChunks(page, Math.max(ENOUGH_CHUNKS, soFar + 6));
}

/** The chunks that the page has sent. It was opened with `KEEP_SENT_CHUNKS`. */
export async function sentChunks(page: BrowserPage): Promise<readonly Uint8Array[]> {
  const encoded = await page.evaluate(`window.sentChunks.map((octets) =>
    btoa(octets.reduce((text, octet) => text + String.fromCharCode(octet), '')))`);
  return asTexts(encoded).map((text) => new Uint8Array(Buffer.from(text, 'base64')));
}

/**
 * Sequence numbers of the chunks that complete a block, which are those that there is a file of. Chromium's very first chunk
 * is often a single octet (0x1A, the first of the EBML header's ID); on a busy machine its recorder may stand still amid a
 * block, so that a chunk further on holds none that is whole.
 */
export function sequencesWithBlocks(chunks: readonly Uint8Array[]): readonly number[] {
  const reassembler = new Reassembler();
  const completes = chunks.map((chunk) => reassembler.feed(chunk).some(({ kind }) => kind === 'media-segment'));
  const isOpenAtTheEnd = reassembler.end().some(({ kind }) => kind === 'media-segment');
  return completes.flatMap((isComplete, sequence) =>
    isComplete || (isOpenAtTheEnd && sequence === chunks.length - 1) ? [sequence] : [],
  );
}

/** Where what the page returned becomes typed. */
function asTexts(value: unknown): readonly string[] {
  return value as readonly string[];
}
