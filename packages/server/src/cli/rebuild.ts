import { Catalogue, removeCatalogue } from '../catalogue/index.js';
import { readConfiguration } from '../config/read-configuration.js';
import { DataDirectoryLock } from '../data-directory-lock.js';
import type { Invocation } from './invocation.js';

/** Throws the catalogue of a data directory away and builds it anew from the files. Takes the flags of `serve`. */
export async function rebuild({ flags, environment, writeLine }: Invocation): Promise<number> {
  const { dataDirectory } = readConfiguration({ flags, environment });
  const lock = await DataDirectoryLock.acquire(dataDirectory);
  try {
    removeCatalogue(dataDirectory);
    const startMs = performance.now();
    const catalogue = new Catalogue(dataDirectory, { onRebuilding: () => undefined, onLost: () => undefined });
    const { streams, recordings, gaps, detections } = await catalogue.totals();
    await catalogue.close();
    const seconds = ((performance.now() - startMs) / 1000).toFixed(1);
    writeLine(
      `${streams} streams, ${recordings} recordings, ${gaps} gaps and ${detections} analysed frames in ${seconds} s`,
    );
    return 0;
  } finally {
    lock.release();
  }
}
