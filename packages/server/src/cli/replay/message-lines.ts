import type { Detection, ServerMessage } from '@webm-reassembler/protocol';

/** One line for people for a message; `undefined` where a message is not worth one. */
export function messageLine(message: ServerMessage): string | undefined {
  switch (message.type) {
    case 'detections': {
      const faces = message.detections.length === 0 ? 'no face' : message.detections.map(faceText).join('  ');
      return `${(message.timestampMs / 1000).toFixed(3).padStart(8)} s  ${faces}  (${message.timings.totalMs.toFixed(0)} ms)`;
    }
    case 'gap':
      return `gap: ${message.message} (${message.code})`;
    case 'error':
      return `error: ${message.message} (${message.code}). ${message.remedy}`;
    case 'ready':
      return `stream ${message.stream}`;
    case 'ended':
      return `recording: ${message.recordingPath}`;
    case 'face-appeared':
      return `face ${message.faceId} appeared at ${(message.timestampMs / 1000).toFixed(3)} s`;
    case 'face-left':
      return `face ${message.faceId} left, last seen at ${(message.lastSeenMs / 1000).toFixed(3)} s`;
    case 'ack':
    case 'status':
      return undefined;
    default:
      return message satisfies never;
  }
}

/** Whether the message is a result, for standard output, and not about the transport. */
export function isResult(message: ServerMessage): boolean {
  return message.type === 'detections';
}

function faceText({ score, box }: Detection): string {
  const percent = [box.x, box.y, box.width, box.height].map((share) => `${(share * 100).toFixed(1)}%`).join(' ');
  return `face ${score.toFixed(2)} at ${percent}`;
}
