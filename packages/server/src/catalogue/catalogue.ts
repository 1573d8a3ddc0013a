import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { messageOf, ServerError } from '../errors.js';
import type { CataloguedStream, CatalogueTotals, FaceTimeline, StreamQuery } from './catalogue-contents.js';
import type { CatalogueOperations } from './catalogue-database.js';
import type { CatalogueWorkerStart, FromCatalogueWorker, ToCatalogueWorker } from './worker-messages.js';

/** What the catalogue tells its owner. */
export interface CatalogueEvents {
  /** It is being built anew from the files, because of this. */
  readonly onRebuilding: (reason: string) => void;
  /** Its thread ended by itself. The next call starts another. */
  readonly onLost: (reason: string) => void;
}

interface Waiting {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

/**
 * The catalogue in a thread of its own. Calls are done in order; each rejects with `catalogue-failed` where the
 * database cannot do it.
 */
export class Catalogue {
  readonly #dataDirectory: string;
  readonly #events: CatalogueEvents;
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | undefined;
  #calls = 0;
  #isClosed = false;

  /** It begins with the first call, by indexing what it does not know; the call is done after that. */
  constructor(dataDirectory: string, events: CatalogueEvents) {
    this.#dataDirectory = dataDirectory;
    this.#events = events;
  }

  /** Indexes what one stream has that was not indexed. */
  index(id: string): Promise<void> {
    return this.#call('index', id);
  }

  forget(id: string): Promise<void> {
    return this.#call('forget', id);
  }

  /** Streams, newest first. */
  streams(query: StreamQuery): Promise<readonly CataloguedStream[]> {
    return this.#call('streams', query);
  }

  stream(id: string): Promise<CataloguedStream | undefined> {
    return this.#call('stream', id);
  }

  /** @param steps in how many equal parts the stream is cut */
  faces(id: string, steps: number): Promise<FaceTimeline | undefined> {
    return this.#call('faces', id, steps);
  }

  totals(): Promise<CatalogueTotals> {
    return this.#call('totals');
  }

  /** Finishes what was asked, then closes the database. */
  async close(): Promise<void> {
    this.#isClosed = true;
    const worker = this.#worker;
    if (worker === undefined) return;
    const exited = once(worker, 'exit');
    this.#post(worker, { kind: 'close' });
    await exited;
  }

  async #call<Name extends keyof CatalogueOperations>(
    operation: Name,
    ...values: Parameters<CatalogueOperations[Name]>
  ): Promise<ReturnType<CatalogueOperations[Name]>> {
    if (this.#isClosed) throw failed('it is closed');
    const number = (this.#calls += 1);
    const answer = new Promise((resolve, reject) => this.#waiting.set(number, { resolve, reject }));
    this.#worker ??= this.#start();
    this.#post(this.#worker, { kind: 'call', number, operation, values });
    return asResultOf(operation, await answer);
  }

  #post(worker: Worker, message: ToCatalogueWorker): void {
    worker.postMessage(message, []);
  }

  #start(): Worker {
    const start: CatalogueWorkerStart = { dataDirectory: this.#dataDirectory };
    const worker = new Worker(new URL('./catalogue-worker.js', import.meta.url), { workerData: start });
    let reason = 'it ended by itself';
    worker.on('message', (message) => this.#hear(asFromWorker(message)));
    worker.on('error', (thrown) => (reason = messageOf(thrown)));
    worker.on('exit', () => this.#ended(reason));
    return worker;
  }

  #hear(message: FromCatalogueWorker): void {
    if (message.kind === 'rebuilding') return this.#events.onRebuilding(message.reason);
    const waiting = this.#waiting.get(message.number);
    this.#waiting.delete(message.number);
    if (message.kind === 'done') waiting?.resolve(message.result);
    else waiting?.reject(failed(message.message));
  }

  #ended(reason: string): void {
    this.#worker = undefined;
    for (const { reject } of this.#waiting.values()) reject(failed(reason));
    this.#waiting.clear();
    if (!this.#isClosed) this.#events.onLost(reason);
  }
}

function failed(reason: string): ServerError {
  return new ServerError('catalogue-failed', `the catalogue cannot be used: ${reason}`);
}

/** Boundary: the worker answers with what the operation of that name gives. */
function asResultOf<Name extends keyof CatalogueOperations>(
  _operation: Name,
  answer: unknown,
): ReturnType<CatalogueOperations[Name]> {
  return answer as ReturnType<CatalogueOperations[Name]>;
}

/** Boundary: the worker types what it posts. */
function asFromWorker(message: unknown): FromCatalogueWorker {
  return message as FromCatalogueWorker;
}
