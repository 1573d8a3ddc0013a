import { errors, jwtVerify, SignJWT } from 'jose';
import { ServerError } from '../errors.js';
import { isStreamId } from '../stream-id.js';
import type { Grant, TokenAccess } from './grant.js';

/** Names whose tokens these are, so that a key used elsewhere too lets nobody in here. */
const ISSUER = 'webm-reassembler';
const ALGORITHM = 'HS256';
const ACCESSES: ReadonlySet<string> = new Set(['publish', 'resume', 'view'] satisfies TokenAccess[]);

/** Subject of an admin's token, which is for no stream: no stream ID has a dot. */
const WHOLE_SERVER = 'whole.server';

export interface IssuedToken {
  readonly token: string;
  readonly expiresAt: Date;
}

/** Makes and checks tokens: JSON Web Tokens (RFC 7519), signed by HMAC SHA-256 with the server's own key. */
export class Tokens {
  readonly #key: Uint8Array;

  /** @param key at least 256 bits */
  constructor(key: Uint8Array) {
    this.#key = key;
  }

  async issue(grant: Grant, lifetimeSeconds: number): Promise<IssuedToken> {
    const issuedAt = Math.floor(Date.now() / 1000);
    const expiresAt = issuedAt + lifetimeSeconds;
    const token = await new SignJWT({})
      .setProtectedHeader({ alg: ALGORITHM })
      .setIssuer(ISSUER)
      .setAudience(grant.access)
      .setSubject(grant.access === 'admin' ? WHOLE_SERVER : grant.stream)
      .setIssuedAt(issuedAt)
      .setExpirationTime(expiresAt)
      .sign(this.#key);
    return { token, expiresAt: new Date(expiresAt * 1000) };
  }

  /**
   * @throws ServerError `token-expired`, or `token-invalid` for whatever else is wrong with it: who forges tokens is
   * told no more
   */
  async check(token: string): Promise<Grant> {
    const { sub, aud } = await this.#claims(token);
    if (aud === 'admin' && sub === WHOLE_SERVER) return { access: 'admin' };
    if (typeof sub !== 'string' || typeof aud !== 'string' || !isStreamId(sub) || !isTokenAccess(aud)) throw invalid();
    return { access: aud, stream: sub };
  }

  async #claims(token: string): Promise<{ readonly sub?: string; readonly aud?: string | string[] }> {
    try {
      const options = { issuer: ISSUER, algorithms: [ALGORITHM], requiredClaims: ['exp', 'sub', 'aud'] };
      return (await jwtVerify(token, this.#key, options)).payload;
    } catch (thrown) {
      if (thrown instanceof errors.JWTExpired) throw new ServerError('token-expired', 'the token has expired');
      throw invalid();
    }
  }
}

function isTokenAccess(text: string): text is TokenAccess {
  return ACCESSES.has(text);
}

function invalid(): ServerError {
  return new ServerError('token-invalid', 'the token is not one of this server');
}
