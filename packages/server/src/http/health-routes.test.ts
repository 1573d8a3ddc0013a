import Fastify from 'fastify';
import { whileListening } from '../../test/support/listening.js';
import { addHealthRoutes } from './health-routes.js';

const READY = { isDraining: false, isDecoderReady: async () => true, isDetectorReady: async () => true };

test.each([
  ['everything works', {}, 200, { status: 'ready', decoder: true, detector: true, draining: false }],
  ['ffmpeg is gone', { isDecoderReady: async () => false }, 503, { status: 'not-ready', decoder: false }],
  ['no detector has its models', { isDetectorReady: async () => false }, 503, { status: 'not-ready', detector: false }],
  ['the server stops', { isDraining: true }, 503, { status: 'not-ready', draining: true }],
])('when %s, /readyz says so, and /healthz that the process answers', async (_when, change, status, body) => {
  const server = Fastify({ forceCloseConnections: true });
  addHealthRoutes(server, { ...READY, ...change });
  await whileListening(server, async (address) => {
    const answer = await fetch(`${address}/readyz`);
    expect([answer.status, await answer.json()]).toEqual([status, expect.objectContaining(body)]);
    expect(await (await fetch(`${address}/healthz`)).json()).toEqual({ status: 'ok' });
  });
});
