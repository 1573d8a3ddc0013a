import type { ServerError, ServerErrorCode } from './errors.js';

/** Counts what was refused, by its code, since the start of the server. */
export class Refusals {
  readonly #counts = new Map<ServerErrorCode, number>();

  /** A listener: to be handed to whatever refuses. */
  readonly add = ({ code }: ServerError): void => {
    this.#counts.set(code, (this.#counts.get(code) ?? 0) + 1);
  };

  get counts(): ReadonlyMap<ServerErrorCode, number> {
    return this.#counts;
  }
}
