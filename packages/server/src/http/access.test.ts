import Fastify, { type FastifyInstance, type RouteOptions } from 'fastify';
import { accessOf, openToEverybody } from './access.js';

test('a route that does not say who may use it is for viewers', () => {
  expect(accessOf({})).toBe('view');
  expect(accessOf({ access: 'publish' })).toBe('publish');
});

test('routes of a plugin can be opened to everybody, and only those', async () => {
  const routes: RouteOptions[] = [];
  const server = Fastify();
  server.addHook('onRoute', (route) => void routes.push(route));
  const plugin = async (scope: FastifyInstance): Promise<void> => {
    scope.get('/of-the-plugin', async () => 'open');
  };
  await openToEverybody(server, async () => server.register(plugin));
  server.get('/other', async () => 'not open');
  await server.ready();
  const access = new Map(routes.map(({ url, config }) => [url, accessOf(config ?? {})]));
  expect(Object.fromEntries(access)).toEqual({ '/of-the-plugin': 'open', '/other': 'view' });
});
