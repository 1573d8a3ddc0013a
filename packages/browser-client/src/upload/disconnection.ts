import type { ErrorMessage } from '@webm-reassembler/protocol';

/** Why a connection is gone. */
export interface Disconnection {
  /**
   * `unreachable`: it never came about. `closed`: it broke or the server closed it. `silent`: the server said nothing
   * for too long, which is how a lost network looks. `refused`: the server said that it cannot now.
   */
  readonly kind: 'unreachable' | 'closed' | 'silent' | 'refused';
  /** For people: what is known about it. */
  readonly message: string;
}

/** A socket that reported its end: what it was, as far as code, reason and the server's last complaint tell. */
export function socketClosed(
  opened: boolean,
  code: number,
  reason: string,
  complaint: ErrorMessage | undefined,
): Disconnection {
  if (complaint !== undefined) return { kind: 'refused', message: complaint.message };
  if (!opened) return { kind: 'unreachable', message: 'The server could not be reached.' };
  const said = reason === '' ? '' : `: ${reason}`;
  return { kind: 'closed', message: `The connection was closed (code ${code}${said}).` };
}

/** A server that says nothing, not even the status that it sends every second. */
export function serverSilent(silenceMs: number): Disconnection {
  return { kind: 'silent', message: `The server said nothing for ${Math.round(silenceMs / 1000)} s.` };
}
