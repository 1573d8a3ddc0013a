import type { Logger } from 'pino';
import { readConfiguration } from '../config/read-configuration.js';
import { type RunningServer, startServer } from '../server.js';
import { createLogger } from './logger.js';
import type { Invocation } from './invocation.js';
import { StopSignals } from './stop-signal.js';

/** Runs a server until SIGTERM or SIGINT. Standard output gets the address of the page; logs go to standard error. */
export async function serve({ flags, environment, writeLine }: Invocation): Promise<number> {
  const configuration = readConfiguration({ flags, environment });
  const log = createLogger(configuration.logLevel);
  const signals = new StopSignals();
  const stopSignal = signals.next();
  const server = await startServer(configuration, log);
  const { decoder, detector } = server;
  log.info(`decoder: ${decoder.description}`);
  if (decoder.warning !== undefined) log.warn(decoder.warning);
  log.info({ loadMs: Math.round(detector.loadMs), workers: server.detectorWorkers }, `detector: ${detector.engine}`);
  if (detector.warning !== undefined) log.warn(detector.warning);
  if (server.newAdminSecret !== undefined)
    writeLine(`admin secret, shown this once (asked for where tokens are required): ${server.newAdminSecret}`);
  writeLine(`webm-reassembler is running at ${server.url}`);
  log.info(`${await stopSignal}: no new streams, finishing the recordings`);
  await drain(server, log, signals);
  return 0;
}

/** How long the process may take to end by itself once everything is closed. */
const LEFT_OPEN_MS = 2000;

async function drain(server: RunningServer, log: Logger, signals: StopSignals): Promise<void> {
  // A second signal means now.
  void signals.next().then((signal) => {
    log.warn(`${signal} again: stopping at once`);
    process.exit(1);
  });
  await server.close();
  signals.close();
  log.info('stopped');
  // Everything is closed and written. Whatever still holds the process is a defect, and no reason to be killed for.
  setTimeout(() => {
    log.warn({ open: process.getActiveResourcesInfo() }, 'something was left open; ending all the same');
    process.exit(0);
  }, LEFT_OPEN_MS).unref();
}
