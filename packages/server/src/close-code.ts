import type { ServerError } from './errors.js';

/** RFC 6455, section 7.4.1, and the IANA registry of close codes. */
export const CLOSE_CODES = {
  normal: 1000,
  policy: 1008,
  tooBig: 1009,
  internal: 1011,
  serviceRestart: 1012,
  tryAgainLater: 1013,
} as const;

/** The close code that goes with an error; the reason beside it is the error's own code. */
export function closeCodeOf(error: ServerError): number {
  switch (error.code) {
    case 'message-too-large':
      return CLOSE_CODES.tooBig;
    case 'server-stopping':
      return CLOSE_CODES.serviceRestart;
    case 'internal-error':
      return CLOSE_CODES.internal;
    default:
      return error.retryable ? CLOSE_CODES.tryAgainLater : CLOSE_CODES.policy;
  }
}
