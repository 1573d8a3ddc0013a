/**
 * The only file that knows `fluent-ffmpeg`: one ffmpeg from octets on its standard input to octets on its standard
 * output.
 *
 * That library is archived: 2.1.3 is its last version. What it does beside starting a process has aged, so it is
 * replaced here, instance by instance:
 *
 * - it asks ffmpeg for its formats and encoders first, with a parser that ffmpeg 7 breaks: we know what we ask for;
 * - it keeps one path for the whole program: here each process has its own;
 * - it passes our environment and directory on: this process gets empty ones;
 * - it throws from an event handler when the executable cannot be started: here that is an outcome;
 * - it kills ffmpeg 20 ms after the output stream has closed, and ends before that stream has been read to its end:
 *   our output stream never closes, and the end is awaited on both sides.
 */
import { Writable } from 'node:stream';
import fluentFfmpeg from 'fluent-ffmpeg';
import { emptyDirectory } from './empty-directory.js';
import type { FfmpegArguments } from './ffmpeg-arguments.js';
import { OctetQueue } from './octet-queue.js';
import { type LimitedTask, withLimits } from './process-limits.js';

/** A running ffmpeg. */
export interface FfmpegProcess {
  /** Queues octets for standard input. They are not copied. */
  write(octets: Uint8Array): void;
  /** Octets that were queued and that the pipe has not taken. */
  readonly waitingOctets: number;
  /** Takes back what was queued and that the pipe has not begun to take; returns how many writes that were. */
  dropWaiting(): number;
  /** Standard input ends behind what is queued. */
  endInput(): void;
  /** SIGKILL, now or as soon as the process has started. */
  kill(): void;
}

/** What a process tells its owner. */
export interface FfmpegProcessEvents {
  readonly onOutput: (octets: Uint8Array) => void;
  /** The process has taken octets in, which is a sign of life. */
  readonly onInputTaken: () => void;
  /** A line of standard error. */
  readonly onLine: (line: string) => void;
  /** The process is gone and all its output was given. Called once. */
  readonly onEnd: (outcome: ProcessOutcome) => void;
}

/** How a process ended. */
export type ProcessOutcome =
  | { readonly kind: 'exit-code-0' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'not-started'; readonly message: string };

/** What to start. */
export interface FfmpegCommand extends LimitedTask {
  /** Absolute: the process has a directory of its own. */
  readonly path: string;
  readonly args: FfmpegArguments;
}

/** Starts ffmpeg with an empty environment, an empty directory and limits. Failing to start is reported by `onEnd`. */
export function startFfmpegProcess(task: FfmpegCommand, events: FfmpegProcessEvents): FfmpegProcess {
  const input = new OctetQueue(events.onInputTaken);
  let killed = false;
  const output = outputInto(events.onOutput);
  const command = containedCommand(task, input)
    .inputOptions([...task.args.input])
    .output(output)
    .outputOptions([...task.args.output]);
  command.on('start', () => killed && command.kill('SIGKILL'));
  command.on('stderr', events.onLine);
  whenEnded(command, output, events.onEnd);
  command.run();
  return {
    write: (octets) => input.put(octets),
    get waitingOctets() {
      return input.waitingOctets;
    },
    dropWaiting: () => input.takeBack(),
    endInput: () => input.endInput(),
    kill: () => {
      killed = true;
      command.kill('SIGKILL');
    },
  };
}

/** Never closes by itself: see the head of this file. */
function outputInto(onOutput: (octets: Uint8Array) => void): Writable {
  return new Writable({
    autoDestroy: false,
    write(octets: Uint8Array, _encoding, done) {
      onOutput(octets);
      done();
    },
  });
}

/** The process may end before its output has been read, and the other way round. */
function whenEnded(
  command: fluentFfmpeg.FfmpegCommand,
  output: Writable,
  onEnd: (outcome: ProcessOutcome) => void,
): void {
  const end: EndWatch = { outcome: undefined, isOutputRead: false };
  const step = (): void => {
    if (end.outcome === undefined) return;
    if (end.isOutputRead || end.outcome.kind === 'not-started') onEnd(end.outcome);
  };
  output.once('finish', () => {
    end.isOutputRead = true;
    step();
  });
  command.once('end', () => {
    end.outcome = { kind: 'exit-code-0' };
    step();
  });
  command.once('error', (error: Error) => {
    end.outcome = { kind: error instanceof NotStarted ? 'not-started' : 'failed', message: error.message };
    step();
  });
}

interface EndWatch {
  outcome: ProcessOutcome | undefined;
  isOutputRead: boolean;
}

/** The executable could not be started at all, so there is no output to wait for. */
class NotStarted extends Error {}

type SpawnEnd = (error: Error | null, stdout: LinesRing, stderr: LinesRing) => void;
type LinesRing = { readonly get: () => string; readonly callback: () => void };
type Spawn = (args: readonly string[], options: object, onStart: unknown, onEnd: SpawnEnd) => void;
type Answer<Value> = (callback: (error: null, value: Value) => void) => void;

/** The methods of the library that are replaced. */
interface Replaced {
  availableFormats: Answer<Readonly<Record<string, { readonly canDemux: boolean; readonly canMux: boolean }>>>;
  availableEncoders: Answer<object>;
  _getFfmpegPath: Answer<string>;
  _spawnFfmpeg: Spawn;
}

function containedCommand(task: FfmpegCommand, input: OctetQueue): fluentFfmpeg.FfmpegCommand {
  const command = fluentFfmpeg({ source: input, stdoutLines: 20 });
  const replaced = asReplaced(command);
  const spawn = replaced._spawnFfmpeg.bind(command);
  replaced.availableFormats = (callback) => callback(null, FORMATS);
  replaced.availableEncoders = (callback) => callback(null, {});
  replaced._getFfmpegPath = (callback) => callback(null, withLimits({ path: task.path, args: [] }, task).path);
  replaced._spawnFfmpeg = (args, options, onStart, onEnd) => {
    const limited = withLimits({ path: task.path, args }, task);
    spawn(limited.args, { ...options, env: {}, cwd: emptyDirectory() }, onStart, (error, stdout, stderr) => {
      const failure = stderr === undefined ? new NotStarted(String(error?.message), { cause: error }) : error;
      onEnd(failure, stdout ?? noLines, stderr ?? noLines);
    });
  };
  return command;
}

const bothWays = { canDemux: true, canMux: true };
const FORMATS = { matroska: bothWays, nut: bothWays, jpeg_pipe: bothWays, png_pipe: bothWays, rawvideo: bothWays };
const noLines: LinesRing = { get: () => '', callback: () => undefined };

/** Boundary: these methods exist in 2.1.3, and there will be no later version. */
function asReplaced(command: fluentFfmpeg.FfmpegCommand): Replaced {
  return command as unknown as Replaced;
}
