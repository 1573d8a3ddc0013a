import type { CatalogueOperations } from './catalogue-database.js';

/** What the worker is started with. */
export interface CatalogueWorkerStart {
  readonly dataDirectory: string;
}

/** What the worker is told: one call of {@link CatalogueOperations}, numbered, or to close the database and end. */
export type ToCatalogueWorker =
  | {
      readonly kind: 'call';
      readonly number: number;
      readonly operation: keyof CatalogueOperations;
      readonly values: readonly unknown[];
    }
  | { readonly kind: 'close' };

/** What the worker says. */
export type FromCatalogueWorker =
  | { readonly kind: 'rebuilding'; readonly reason: string }
  | { readonly kind: 'done'; readonly number: number; readonly result: unknown }
  | { readonly kind: 'failed'; readonly number: number; readonly message: string };
