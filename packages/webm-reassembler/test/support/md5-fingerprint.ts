import type { Output } from '../../src/index.js';
import { fingerprint } from './fingerprint.js';
import { md5 } from './md5.js';

/** As {@link fingerprint}, by Node's own hash: for many outputs. */
export function md5Fingerprint(outputs: readonly Output[]): readonly string[] {
  return fingerprint(outputs, md5);
}
