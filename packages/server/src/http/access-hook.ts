import type { FastifyReply, FastifyRequest } from 'fastify';
import { type AccessGuard, credentialOf, isHostAllowed, isOriginAllowed, type Wanted } from '../access/index.js';
import { ServerError } from '../errors.js';
import { accessOf } from './access.js';

export interface AccessHookOptions {
  readonly guard: AccessGuard;
  readonly allowedOrigins: readonly string[];
}

/** Methods that change nothing: a page elsewhere may send these, but cannot read the answer. */
const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Asks every request for what its route is about, before anything of it is read: whether the page may send it, and
 * whether its token covers it.
 */
export function accessHook({ guard, allowedOrigins }: AccessHookOptions) {
  return async (request: FastifyRequest, _reply: FastifyReply): Promise<void> => {
    const { origin, host } = request.headers;
    if (!guard.isRequired && !isHostAllowed(host, allowedOrigins))
      throw new ServerError('host-refused', `this server is not called ${String(host)}`);
    if (!SAFE_METHODS.has(request.method) && !isOriginAllowed({ origin, host, allowedOrigins }))
      throw new ServerError('origin-refused', `pages of ${String(origin)} may not send this`);
    // What is not there tells nothing, whoever asks.
    if (request.is404) return;
    const wanted = wantedBy(request);
    if (wanted !== undefined) await guard.check(credentialOf(request.headers, request.url), wanted);
  };
}

/** `undefined` where everybody may. A list over all streams is for the admin: a token is for one stream. */
function wantedBy({ routeOptions, params }: FastifyRequest): Wanted | undefined {
  const access = accessOf(routeOptions.config);
  if (access === 'open') return undefined;
  const stream = streamOf(params);
  return access === 'admin' || stream === undefined ? { access: 'admin' } : { access, stream };
}

/** Every route that is about one stream has its ID as the parameter `id`. */
function streamOf(params: unknown): string | undefined {
  const id: unknown = typeof params === 'object' && params !== null && 'id' in params ? params.id : undefined;
  return typeof id === 'string' ? id : undefined;
}
