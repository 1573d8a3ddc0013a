import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { mkdir, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Static, Type } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import { messageOf, ServerError } from '../errors.js';
import { isSystemError } from '../system-error.js';

/** What `access.json` holds. The admin's secret itself is nowhere: it is shown once, when it is made. */
const SecretsFileSchema = Type.Object({
  version: Type.Literal(1),
  /** SHA-256 of the admin secret, in hex. A plain hash is enough for 256 random bits. */
  adminSecretHash: Type.String({ pattern: '^[0-9a-f]{64}$' }),
  /** HMAC key that tokens are signed with, in base64url. */
  signingKey: Type.String({ pattern: '^[A-Za-z0-9_-]{43}$' }),
});
type SecretsFile = Static<typeof SecretsFileSchema>;

const FILE_NAME = 'access.json';
const SECRET_OCTETS = 32;

/** What a server must keep to itself: the key of its tokens, and how to recognise its admin. */
export class Secrets {
  /** 256 random bits. */
  readonly signingKey: Uint8Array;
  /** Only where it was made by this start: the one moment at which it can be shown. */
  readonly newAdminSecret: string | undefined;
  readonly #adminSecretHash: Buffer;

  private constructor(file: SecretsFile, newAdminSecret?: string) {
    this.signingKey = Buffer.from(file.signingKey, 'base64url');
    this.#adminSecretHash = Buffer.from(file.adminSecretHash, 'hex');
    this.newAdminSecret = newAdminSecret;
  }

  /**
   * Reads the secrets of a data directory, or makes them where there are none, readable by this user only.
   *
   * @throws ServerError `data-directory` when the file cannot be read, made, or understood
   */
  static async load(dataDirectory: string): Promise<Secrets> {
    const path = join(dataDirectory, FILE_NAME);
    try {
      await mkdir(dataDirectory, { recursive: true });
      return new Secrets(await readSecrets(path));
    } catch (thrown) {
      if (!isSystemError(thrown, 'ENOENT')) throw unusable(path, thrown);
    }
    return Secrets.#make(path);
  }

  static async #make(path: string): Promise<Secrets> {
    const adminSecret = randomBytes(SECRET_OCTETS).toString('base64url');
    const file: SecretsFile = {
      version: 1,
      adminSecretHash: sha256(adminSecret).toString('hex'),
      signingKey: randomBytes(SECRET_OCTETS).toString('base64url'),
    };
    try {
      // `wx`: two servers that start at once must not each believe in a secret of its own.
      const handle = await open(path, 'wx', 0o600);
      await handle.writeFile(`${JSON.stringify(file, undefined, 2)}\n`);
      await handle.sync();
      await handle.close();
    } catch (thrown) {
      throw unusable(path, thrown);
    }
    return new Secrets(file, adminSecret);
  }

  isAdminSecret(text: string): boolean {
    return timingSafeEqual(sha256(text), this.#adminSecretHash);
  }
}

async function readSecrets(path: string): Promise<SecretsFile> {
  const value: unknown = JSON.parse(await readFile(path, 'utf8'));
  return Value.Parse(SecretsFileSchema, value);
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function unusable(path: string, thrown: unknown): ServerError {
  const message = `${path} cannot be used (${messageOf(thrown)}); without it a new one is made and old tokens end`;
  return new ServerError('data-directory', message, { cause: thrown });
}
