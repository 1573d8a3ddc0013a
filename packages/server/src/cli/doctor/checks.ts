import { once } from 'node:events';
import { mkdir, rm, statfs, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { loadTls } from '../../access/index.js';
import type { Configuration } from '../../config/keys.js';
import { findDecoder } from '../../decode/index.js';
import { messageOf, ServerError } from '../../errors.js';
import { findPageDirectory } from '../../http/index.js';
import { listenError } from '../../listen-error.js';
import { loadCanvas } from '../../snapshot/canvas-package.js';
import { startPool } from '../../start-pool.js';
import { type Check, failed, ok, warning } from './check.js';

const GIBIOCTET = 1024 ** 3;
/** A camera records some 0.3 to 1.2 GB an hour. */
const LITTLE_SPACE_OCTETS = 5 * GIBIOCTET;
const OLDEST_NODE = [20, 19] as const;

/** Everything that a server with this configuration needs, in the order in which it would miss it. */
export function checksFor(configuration: Configuration): readonly Check[] {
  return [
    { name: 'Node', run: checkNode },
    { name: 'page', run: async () => ok(findPageDirectory()) },
    { name: 'decoder', run: () => checkDecoder(configuration) },
    { name: 'models', run: () => checkModels(configuration) },
    { name: 'canvas', run: checkCanvas },
    { name: 'data directory', run: () => checkDirectory(configuration) },
    { name: 'disk space', run: () => checkSpace(configuration) },
    { name: 'TLS', run: () => checkTls(configuration) },
    { name: 'port', run: () => checkPort(configuration) },
  ];
}

async function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const isOld = major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1]);
  const found = `version ${process.versions.node}`;
  return isOld ? failed(found, `Install Node ${OLDEST_NODE.join('.')} or newer.`) : ok(found);
}

async function checkDecoder(configuration: Configuration) {
  const { description, warning: worse } = await findDecoder(configuration);
  return worse === undefined ? ok(description) : warning(description, worse);
}

/** Loads the models as the server does, in one worker. */
async function checkModels(configuration: Configuration) {
  const pool = startPool({ ...configuration, detectorWorkers: 1 });
  try {
    const { engine, loadMs, warning: worse } = await pool.ready;
    const found = `${engine}, loaded in ${(loadMs / 1000).toFixed(1)} s`;
    return worse === undefined ? ok(found) : warning(found, worse);
  } finally {
    await pool.close();
  }
}

/** Everything but pictures with boxes works without it. */
async function checkCanvas() {
  try {
    const canvas = await loadCanvas();
    canvas.createCanvas(8, 8).getContext('2d').fillText('a', 0, 8);
    return ok('draws');
  } catch (thrown) {
    return warning('pictures with boxes cannot be drawn', messageOf(thrown));
  }
}

async function checkDirectory({ dataDirectory }: Configuration) {
  const probe = join(dataDirectory, `.doctor-${process.pid}`);
  try {
    await mkdir(dataDirectory, { recursive: true });
    await writeFile(probe, 'can be written');
    await rm(probe);
    return ok(dataDirectory);
  } catch (thrown) {
    throw new ServerError('data-directory', messageOf(thrown), { cause: thrown });
  }
}

async function checkSpace({ dataDirectory }: Configuration) {
  const { bavail, bsize } = await statfs(dataDirectory);
  const free = bavail * bsize;
  const found = `${(free / GIBIOCTET).toFixed(1)} GiB free`;
  return free < LITTLE_SPACE_OCTETS
    ? warning(
        found,
        'A camera records about 1 GiB an hour: free space, or let old recordings go (docs/configuration.md).',
      )
    : ok(found);
}

async function checkTls(configuration: Configuration) {
  const tls = await loadTls(configuration);
  return ok(tls === undefined ? 'off' : `SHA-256 ${tls.fingerprint}`);
}

async function checkPort(configuration: Configuration) {
  const { host, port } = configuration;
  const server = createServer();
  try {
    server.listen(port, host);
    await once(server, 'listening');
  } catch (thrown) {
    throw listenError(thrown, configuration);
  }
  server.close();
  await once(server, 'close');
  return ok(`${host} port ${port} is free`);
}
