import type { ServerMessage } from '@webm-reassembler/protocol';
import type { Invocation } from '../invocation.js';
import { isResult, messageLine } from './message-lines.js';
import { publishRecording } from './publish-recording.js';
import { readRecordedChunks } from './recorded-chunks.js';
import { readReplayArguments, type ReplayArguments } from './replay-arguments.js';
import { ReplayTally } from './replay-tally.js';

export { REPLAY_HELP } from './replay-arguments.js';

/**
 * Plays a fixture to a running server at its recorded pace. Detections go to standard output as they come, everything
 * else to standard error.
 *
 * @returns 0 when every chunk was acknowledged and the stream has ended, else 1
 */
export async function replay({ flags, writeLine, writeNote }: Invocation): Promise<number> {
  const given = readReplayArguments(flags);
  const recording = await readRecordedChunks(given.fixture);
  const tally = new ReplayTally();
  const outcome = await publishRecording({
    ...given,
    recording,
    onSent: () => tally.addSent(),
    onMessage: (message) => {
      tally.add(message);
      print(message, given, { writeLine, writeNote });
    },
  });
  writeNote(tally.summary());
  if (outcome.kind === 'ended') return tally.isComplete ? 0 : 1;
  writeNote(`error: ${outcome.reason}`);
  return 1;
}

function print(
  message: ServerMessage,
  { json }: ReplayArguments,
  out: Pick<Invocation, 'writeLine' | 'writeNote'>,
): void {
  if (json && isResult(message)) return out.writeLine(JSON.stringify(message));
  const line = messageLine(message);
  if (line === undefined) return;
  if (isResult(message)) out.writeLine(line);
  else out.writeNote(line);
}
