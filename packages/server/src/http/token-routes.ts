import { type Static, Type } from '@sinclair/typebox';
import type { FastifyInstance } from 'fastify';
import { ADMIN_COOKIE, type AccessGuard } from '../access/index.js';
import { STREAM_ID_PATTERN } from '../stream-id.js';
import { ERRORS } from './schemas.js';

const MINUTE_SECONDS = 60;
const HOUR_SECONDS = 60 * MINUTE_SECONDS;
/** A working day: then the admin gives the secret again. */
const SESSION_SECONDS = 12 * HOUR_SECONDS;

const TokenRequestSchema = Type.Object({
  access: Type.Union([Type.Literal('publish'), Type.Literal('view')], {
    description: 'publish: send this stream and see it. view: see it, live and recorded.',
  }),
  stream: Type.String({ pattern: STREAM_ID_PATTERN, description: 'The stream that the token is for.' }),
  lifetimeSeconds: Type.Integer({
    minimum: 1,
    maximum: 24 * HOUR_SECONDS,
    default: 10 * MINUTE_SECONDS,
    description: 'How long a connection can be begun with it. What has begun goes on.',
  }),
});
type TokenRequest = Static<typeof TokenRequestSchema>;

const TokenSchema = Type.Object({
  token: Type.String({ description: 'JSON Web Token (RFC 7519).' }),
  expiresAt: Type.String({ description: 'ISO 8601.' }),
});

/** Gives tokens to the admin's programs, and a session to the admin's browser. */
export function addTokenRoutes(server: FastifyInstance, guard: AccessGuard): void {
  server.post<{ Body: TokenRequest }>(
    '/api/tokens',
    {
      config: { access: 'admin' },
      schema: {
        tags: ['access'],
        summary: 'A token to publish or to view one stream',
        body: TokenRequestSchema,
        response: { 200: TokenSchema, ...ERRORS },
      },
    },
    async ({ body: { access, stream, lifetimeSeconds } }) => {
      const { token, expiresAt } = await guard.issue({ access, stream }, lifetimeSeconds);
      return { token, expiresAt: expiresAt.toISOString() };
    },
  );
}

/**
 * Turns the admin secret into a cookie, so that a browser can also ask for what cannot carry a header: `<video src>`.
 *
 * Not under `/api`, where every route asks who is there: signing out is for everybody. It tells nothing, it changes
 * nothing but the cookie of the browser that asks, and who asks may well have a session that has run out.
 */
export function addSessionRoutes(server: FastifyInstance, guard: AccessGuard): void {
  server.post(
    '/session',
    {
      config: { access: 'admin' },
      schema: {
        tags: ['access'],
        summary: 'Turns the admin secret into a cookie of this browser',
        response: { 204: Type.Null({ description: 'The cookie is set.' }), ...ERRORS },
      },
    },
    async ({ protocol }, reply) => {
      const { token } = await guard.issue({ access: 'admin' }, SESSION_SECONDS);
      const secure = protocol === 'https' ? '; Secure' : '';
      const attributes = `Path=/; Max-Age=${SESSION_SECONDS}; HttpOnly; SameSite=Strict${secure}`;
      return reply.status(204).header('set-cookie', `${ADMIN_COOKIE}=${token}; ${attributes}`).send(null);
    },
  );

  server.delete(
    '/session',
    {
      config: { access: 'open' },
      schema: {
        tags: ['access'],
        summary: 'Ends the session of this browser, also one that has run out, or none',
        response: { 204: Type.Null({ description: 'The cookie is gone.' }), ...ERRORS },
      },
    },
    async (_request, reply) =>
      reply
        .status(204)
        .header('set-cookie', `${ADMIN_COOKIE}=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict`)
        .send(null),
  );
}
