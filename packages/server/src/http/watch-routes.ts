import { PassThrough } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import type { EventBus } from '../bus/index.js';
import { ServerError } from '../errors.js';
import type { StreamRegistry } from '../live/index.js';
import { JpegBroadcast, type JpegReader, loadCanvas, renderSnapshot } from '../snapshot/index.js';
import { isLiveState } from '../watch/index.js';
import { ERRORS, fileSchema, type StreamParams, StreamParamsSchema } from './schemas.js';

export interface WatchRouteParts {
  readonly registry: StreamRegistry;
  readonly bus: EventBus;
}

/** Between the pictures of a multipart answer. */
const BOUNDARY = 'webm-reassembler-picture';

/** The page to watch a stream on, and its pictures one after the other for whatever has no MediaSource. */
export function addWatchRoutes(server: FastifyInstance, { registry, bus }: WatchRouteParts): void {
  const broadcasts = new LiveBroadcasts(registry, bus);

  // The page itself says nothing of any stream: what it shows comes over the socket, which asks who watches.
  server.get<{ Params: StreamParams }>(
    '/watch/:id',
    { config: { access: 'open' }, schema: { hide: true, params: StreamParamsSchema } },
    async (_, reply) => reply.header('cache-control', 'no-cache').sendFile('watch.html'),
  );

  server.get<{ Params: StreamParams }>(
    '/api/streams/:id/live.mjpeg',
    {
      config: { access: 'view' },
      schema: {
        tags: ['streams'],
        summary: 'Its analysed frames with the boxes drawn in, one JPEG after the other, while it is live',
        params: StreamParamsSchema,
        response: { 200: fileSchema('multipart/x-mixed-replace'), ...ERRORS },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      // Before the answer begins, which cannot become an error any more.
      await loadCanvas();
      // Nothing is waited for behind this: a stream that ended meanwhile would never end the answer.
      const state = registry.get(id)?.state;
      if (state === undefined || !isLiveState(state))
        throw new ServerError('stream-not-live', `stream ${id} is not live`);
      const body = new PassThrough();
      body.on('close', broadcasts.add(id, readerOf(body)));
      return reply
        .header('cache-control', 'no-store')
        .type(`multipart/x-mixed-replace; boundary=${BOUNDARY}`)
        .send(body);
    },
  );
}

/** One broadcast for each stream that somebody looks at. */
class LiveBroadcasts {
  readonly #registry: StreamRegistry;
  readonly #bus: EventBus;
  readonly #broadcasts = new Map<string, JpegBroadcast>();

  constructor(registry: StreamRegistry, bus: EventBus) {
    this.#registry = registry;
    this.#bus = bus;
  }

  /** @returns takes the reader out again */
  add(stream: string, reader: JpegReader): () => void {
    const broadcast = this.#broadcasts.get(stream) ?? this.#begin(stream);
    return broadcast.add(reader);
  }

  #begin(stream: string): JpegBroadcast {
    const broadcast = new JpegBroadcast(async () => {
      const newest = this.#registry.newestAnalysedFrame(stream);
      return newest && renderSnapshot(newest.frame, newest.detections);
    });
    this.#broadcasts.set(stream, broadcast);
    const leave = this.#bus.subscribe(stream, ({ type }) => {
      if (type === 'detections') broadcast.pictureChanged();
      if (type !== 'ended') return;
      leave();
      this.#broadcasts.delete(stream);
      broadcast.end();
    });
    return broadcast;
  }
}

/**
 * A reader that has not taken one picture is not sent the next: at most one waits for it.
 *
 * Boundary and head of the next picture are sent with each, not with the next: Chromium shows no picture before it has read
 * them, and still images may be a minute apart. So no head tells a length, and the last part is the last picture once more.
 */
function readerOf(body: PassThrough): JpegReader {
  const boundary = `\r\n--${BOUNDARY}`;
  const head = Buffer.from(`${boundary}\r\ncontent-type: image/jpeg\r\n\r\n`);
  let last: Uint8Array | undefined;
  body.write(head);
  return {
    offer: (jpeg) => {
      if (body.writableNeedDrain || body.destroyed) return;
      last = jpeg;
      body.write(Buffer.concat([jpeg, head]));
    },
    end: () => void body.end(Buffer.concat([last ?? Buffer.of(), Buffer.from(`${boundary}--\r\n`)])),
  };
}
