/// <reference types="node" />
/**
 * Prints what the built HTTP side says of itself, as JSON: its routes, its OpenAPI description, and the page of that.
 * A program of its own, because the test runner cannot load the modules of Fastify's plugins.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Fastify from 'fastify';
import { addEverything } from '../../dist/http/http-server.js';

const pageDirectory = await mkdtemp(join(tmpdir(), 'api-description-'));
/** @type {{ readonly method: string, readonly path: string, readonly access: unknown }[]} */
const routes = [];
const server = Fastify();
server.addHook('onRoute', ({ method, url, config }) => {
  for (const name of [method].flat()) routes.push({ method: name, path: url, access: config?.access });
});
// Nothing is asked of a stream here, so the parts behind the routes are not there.
const guard = { isRequired: false };
const refusals = { add: () => undefined };
const parts = { pageDirectory, guard, refusals, recordings: {}, publishing: {}, allowedOrigins: [], metrics: {} };
await addEverything(server, /** @type {never} */ (/** @type {unknown} */ (parts)));
/** @type {unknown} */
const description = JSON.parse((await server.inject('/openapi.json')).body);
const page = await server.inject('/docs/');
process.stdout.write(JSON.stringify({ routes, description, page: page.body }));
await rm(pageDirectory, { recursive: true });
