import { type Logger, pino } from 'pino';
import pretty from 'pino-pretty';

/** Logs to standard error, for people where that is a terminal and as one JSON object a line where it is not. */
export function createLogger(level: string): Logger {
  const options = { level, base: null };
  // fd 2; synchronous, so that the last lines before an exit are not lost.
  return process.stderr.isTTY
    ? pino(
        options,
        pretty({ destination: 2, sync: true, colorize: true, ignore: 'pid,hostname', translateTime: 'HH:MM:ss' }),
      )
    : pino(options, pino.destination({ dest: 2, sync: true }));
}
