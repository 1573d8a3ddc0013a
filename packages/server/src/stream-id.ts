import { randomBytes } from 'node:crypto';

/** 1 to 64 characters that are safe in a path and in a URL. The only text of a publisher that a path is built from. */
export const STREAM_ID_PATTERN = '^[A-Za-z0-9_-]{1,64}$';

const STREAM_ID = new RegExp(STREAM_ID_PATTERN);

export function isStreamId(text: string): boolean {
  return STREAM_ID.test(text);
}

/** An ID that nobody can guess: 96 random bits. */
export function randomStreamId(): string {
  return randomBytes(12).toString('base64url');
}
