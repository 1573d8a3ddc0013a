import type { Logger } from 'pino';
import { readConfiguration } from '../config/read-configuration.js';
import { type RunningServer, startServer } from '../server.js';
import { createLogger } from './logger.js';
import type { Invocation } from './invocation.js';

/** Runs a server until SIGTERM or SIGINT. Standard output gets the address of the page; logs go to standard error. */
export async function serve({ flags, environment, writeLine }: Invocation): Promise<number> {
  const configuration = readConfiguration({ flags, environment });
  const log = createLogger(configuration.logLevel);
  const stopSignal = nextSignal();
  const server = await startServer(configuration, log);
  const { ffmpeg, detector } = server;
  log.info({ version: ffmpeg.version, path: ffmpeg.path, source: ffmpeg.source }, `ffmpeg ${ffmpeg.version}`);
  if (ffmpeg.warning !== undefined) log.warn(ffmpeg.warning);
  log.info(
    { loadMs: Math.round(detector.loadMs), workers: configuration.detectorWorkers },
    `detector: ${detector.engine}`,
  );
  writeLine(`webm-reassembler is running at ${server.url}`);
  log.info(`${await stopSignal}: no new streams, finishing the recordings`);
  await drain(server, log);
  return 0;
}

async function drain(server: RunningServer, log: Logger): Promise<void> {
  // A second signal means now.
  void nextSignal().then((signal) => {
    log.warn(`${signal} again: stopping at once`);
    process.exit(1);
  });
  await server.close();
  log.info('stopped');
}

function nextSignal(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    const heard = (signal: NodeJS.Signals): void => {
      process.off('SIGTERM', heard);
      process.off('SIGINT', heard);
      resolve(signal);
    };
    process.on('SIGTERM', heard);
    process.on('SIGINT', heard);
  });
}
