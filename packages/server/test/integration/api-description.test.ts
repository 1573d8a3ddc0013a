import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { jest } from '@jest/globals';
import { Validator } from '@seriousme/openapi-schema-validator';
import { plainEnvironment } from '../support/running-server.js';

jest.setTimeout(240_000);

interface Route {
  readonly method: string;
  readonly path: string;
  readonly access?: string;
}

interface Said {
  readonly routes: readonly Route[];
  readonly description: {
    readonly openapi: string;
    readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly summary?: string }>>>>;
  };
  readonly page: string;
}

/** Answered by every GET route, and by Fastify itself. */
const METHODS_NOT_DESCRIBED: ReadonlySet<string> = new Set(['HEAD', 'OPTIONS']);

describe('the description of the API', () => {
  let said: Said;

  beforeAll(async () => {
    const program = fileURLToPath(new URL('../support/api-description.mjs', import.meta.url));
    const { stdout } = await promisify(execFile)(process.execPath, [program], { env: plainEnvironment() });
    said = asSaid(stdout);
  });

  test('is OpenAPI 3.1 without a fault', async () => {
    expect(said.description.openapi).toBe('3.1.0');
    expect(await new Validator().validate({ ...said.description })).toEqual({ valid: true });
  });

  test('covers every route under /api, the session of a browser, and the health of the server', () => {
    const described = Object.entries(said.description.paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const routes = said.routes
      .filter(({ method, path }) => isOfTheApi(path) && !METHODS_NOT_DESCRIBED.has(method))
      .map(({ method, path }) => `${method} ${path.replaceAll(/:([A-Za-z]+)/g, '{$1}')}`);
    expect(routes.length).toBeGreaterThan(5);
    expect(described.sort()).toEqual(routes.sort());
  });

  test('says of each route what it is for', () => {
    const operations = Object.values(said.description.paths).flatMap((path) => Object.values(path));
    expect(operations.filter(({ summary }) => summary === undefined)).toEqual([]);
  });

  test('has a page that runs no inline script', () => {
    expect(said.page).toContain('swagger-ui-bundle.js');
    expect(said.page).not.toMatch(/<script(?![^>]*\bsrc=)/);
  });

  test('every route under /api says who may use it, and none of them is open', () => {
    const api = said.routes.filter(({ path }) => path.startsWith('/api'));
    expect(api.filter(({ access }) => !['view', 'publish', 'admin'].includes(access ?? 'unsaid'))).toEqual([]);
  });
});

function isOfTheApi(path: string): boolean {
  return path.startsWith('/api') || ['/session', '/healthz', '/readyz', '/metrics'].includes(path);
}

/** Boundary: what `api-description.mjs` prints. */
function asSaid(text: string): Said {
  return JSON.parse(text) as Said;
}
