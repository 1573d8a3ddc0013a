/** The thread that has the database: SQLite here is synchronous, and streams must not wait for it. */
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { messageOf } from '../errors.js';
import { CatalogueDatabase } from './catalogue-database.js';
import type { CatalogueWorkerStart, FromCatalogueWorker, ToCatalogueWorker } from './worker-messages.js';

type CatalogueCall = Extract<ToCatalogueWorker, { readonly kind: 'call' }>;

function serve(port: MessagePort, { dataDirectory }: CatalogueWorkerStart): void {
  const say = (message: FromCatalogueWorker): void => port.postMessage(message);
  const catalogue = new CatalogueDatabase(dataDirectory, (reason) => say({ kind: 'rebuilding', reason }));
  port.on('message', (message) => {
    const request = asRequest(message);
    if (request.kind === 'close') {
      catalogue.close();
      return port.close();
    }
    const { number } = request;
    try {
      say({ kind: 'done', number, result: call(catalogue, request) });
    } catch (thrown) {
      say({ kind: 'failed', number, message: messageOf(thrown) });
    }
  });
}

/** Boundary: the other side types its calls by {@link CatalogueOperations}. */
function call(catalogue: CatalogueDatabase, { operation, values }: CatalogueCall): unknown {
  return (catalogue[operation] as (...given: readonly unknown[]) => unknown).apply(catalogue, [...values]);
}

/** Boundary: the other side types what it posts. */
function asRequest(message: unknown): ToCatalogueWorker {
  return message as ToCatalogueWorker;
}

/** Boundary: the other side types what it starts a worker with. */
function asStart(given: unknown): CatalogueWorkerStart {
  return given as CatalogueWorkerStart;
}

if (parentPort !== null) serve(parentPort, asStart(workerData));
