import { ServerError } from '../errors.js';
import { covers, type Grant, type Wanted } from './grant.js';
import type { Secrets } from './secrets.js';
import { type IssuedToken, Tokens } from './tokens.js';

/** How long a publisher whose connection broke may come back with the token of its `ready`, in seconds. */
const RESUME_TOKEN_SECONDS = 24 * 60 * 60;

/** Decides who may do what. Where no tokens are required (a server on loopback) everybody here may do everything. */
export class AccessGuard {
  /** Whether a token or the admin secret must be shown. */
  readonly isRequired: boolean;
  readonly #secrets: Secrets;
  readonly #tokens: Tokens;

  constructor(secrets: Secrets, isRequired: boolean) {
    this.#secrets = secrets;
    this.#tokens = new Tokens(secrets.signingKey);
    this.isRequired = isRequired;
  }

  /**
   * @param credential a token or the admin secret, as it came
   * @throws ServerError `token-required`, `token-invalid`, `token-expired`, or `access-denied` where it is for
   * something else
   */
  async check(credential: string | undefined, wanted: Wanted): Promise<void> {
    if (!this.isRequired) return;
    if (!covers(await this.#grantOf(credential), wanted)) throw denied(wanted);
  }

  /**
   * The stream that a publisher without a wish of its own publishes: the one that its token is for.
   *
   * @returns `undefined` where the token, or the lack of one, leaves it open
   */
  async streamOf(credential: string | undefined): Promise<string | undefined> {
    if (!this.isRequired) return undefined;
    const grant = await this.#grantOf(credential);
    return grant.access === 'admin' ? undefined : grant.stream;
  }

  async issue(grant: Grant, lifetimeSeconds: number): Promise<IssuedToken> {
    return this.#tokens.issue(grant, lifetimeSeconds);
  }

  /** What a publisher comes back with when its own token, which is short-lived, has expired. */
  async issueForResume(stream: string): Promise<string | undefined> {
    return this.isRequired ? (await this.issue({ access: 'resume', stream }, RESUME_TOKEN_SECONDS)).token : undefined;
  }

  async #grantOf(credential: string | undefined): Promise<Grant> {
    if (credential === undefined || credential === '')
      throw new ServerError('token-required', 'this server asks for a token');
    return this.#secrets.isAdminSecret(credential) ? { access: 'admin' } : this.#tokens.check(credential);
  }
}

function denied(wanted: Wanted): ServerError {
  const what = wanted.access === 'admin' ? 'what only the admin may do' : `${wanted.access} of stream ${wanted.stream}`;
  return new ServerError('access-denied', `the token does not cover ${what}`);
}
