import type { FastifyContextConfig, FastifyInstance } from 'fastify';

/**
 * Who may use a route.
 *
 * - `open`: everybody; it tells nothing of any stream
 * - `view`: who may watch the stream, or the list of all of them
 * - `publish`: who may send the stream
 * - `admin`: who runs the server
 */
export type Access = 'open' | 'view' | 'publish' | 'admin';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** @defaultValue `view` */
    readonly access?: Access;
  }
}

/** Who may use a route with this configuration: one that does not say is for viewers. */
export function accessOf({ access }: FastifyContextConfig): Access {
  return access ?? 'view';
}

/** Lets everybody use the routes that `add` adds: those of plugins, which cannot say it themselves. */
export async function openToEverybody(server: FastifyInstance, add: () => Promise<unknown>): Promise<void> {
  let isAdding = true;
  server.addHook('onRoute', (route) => {
    if (isAdding) route.config = { ...route.config, access: 'open' };
  });
  await add();
  isAdding = false;
}
