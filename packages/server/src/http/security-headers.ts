import type { FastifyReply, FastifyRequest } from 'fastify';

/** What a Host header may look like before it is repeated in a header of ours. */
const HOST = /^[A-Za-z0-9.:[\]-]+$/;

/**
 * Headers for every answer. Scripts and styles come from this server as files, never inline; the page may connect to
 * this server only. `ws:` must be named with its host, because older browsers do not count it as `'self'`.
 */
export async function addSecurityHeaders(request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const { host } = request.headers;
  const sockets = host !== undefined && HOST.test(host) ? ` ws://${host} wss://${host}` : '';
  reply.headers({
    'content-security-policy': [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "img-src 'self' data: blob:",
      "media-src 'self' blob:",
      `connect-src 'self'${sockets}`,
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
    ].join('; '),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-resource-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'permissions-policy': 'camera=(self), microphone=(self)',
  });
}
