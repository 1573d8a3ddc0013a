import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SignJWT, UnsecuredJWT } from 'jose';
import { AccessGuard } from './access-guard.js';
import type { Grant, Wanted } from './grant.js';
import { Secrets } from './secrets.js';

let directory: string;
let secrets: Secrets;
let guard: AccessGuard;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'guard-test-'));
  secrets = await Secrets.load(directory);
  guard = new AccessGuard(secrets, true);
});

afterAll(async () => {
  await rm(directory, { recursive: true });
});

const publish = { access: 'publish', stream: 'door' } as const;
const resume = { access: 'resume', stream: 'door' } as const;
const view = { access: 'view', stream: 'door' } as const;
const admin = { access: 'admin' } as const;
const everything: readonly Wanted[] = [publish, resume, view, admin, { access: 'view', stream: 'hall' }];

test.each<[string, Grant, readonly Wanted[]]>([
  ['the publisher', publish, [publish, resume, view]],
  ['a publisher who comes back', resume, [resume, view]],
  ['a viewer', view, [view]],
  ['the admin of a browser session', admin, everything],
])('%s may do so much and no more', async (_, grant, covered) => {
  const { token } = await guard.issue(grant, 60);
  const answers = everything.map((wanted) =>
    guard.check(token, wanted).then(
      () => 'covered',
      (thrown: unknown) => thrown,
    ),
  );
  const denied: unknown = expect.objectContaining({ code: 'access-denied' });
  expect(await Promise.all(answers)).toEqual(
    everything.map((wanted) => (covered.includes(wanted) ? 'covered' : denied)),
  );
});

test('the admin secret opens everything', async () => {
  for (const wanted of everything) await guard.check(secrets.newAdminSecret, wanted);
});

test('no token, an empty one and one that has expired are told apart', async () => {
  const { token } = await guard.issue(view, -1);
  await expect(guard.check(undefined, view)).rejects.toMatchObject({ code: 'token-required' });
  await expect(guard.check('', view)).rejects.toMatchObject({ code: 'token-required' });
  await expect(guard.check(token, view)).rejects.toMatchObject({ code: 'token-expired' });
});

test('a token that this server has not signed is not believed, however it looks', async () => {
  const claims = (jwt: SignJWT) =>
    jwt.setIssuer('webm-reassembler').setAudience('view').setSubject('door').setExpirationTime('1h');
  const { token } = await guard.issue(view, 60);
  const [head = '', , signature = ''] = token.split('.');
  const otherClaims = Buffer.from('{"sub":"hall","aud":"view","iss":"webm-reassembler","exp":99999999999}');
  const forged = [
    'nonsense',
    await claims(new SignJWT().setProtectedHeader({ alg: 'HS256' })).sign(Buffer.alloc(32)),
    new UnsecuredJWT()
      .setIssuer('webm-reassembler')
      .setAudience('view')
      .setSubject('door')
      .setExpirationTime('1h')
      .encode(),
    `${head}.${otherClaims.toString('base64url')}.${signature}`,
    await claims(new SignJWT().setProtectedHeader({ alg: 'HS512' })).sign(secrets.signingKey),
  ];
  for (const text of forged) await expect(guard.check(text, view)).rejects.toMatchObject({ code: 'token-invalid' });
});

test('a token of our own key that is for another service, or never ends, is not believed', async () => {
  const start = () => new SignJWT().setProtectedHeader({ alg: 'HS256' }).setAudience('view').setSubject('door');
  const elsewhere = await start().setIssuer('other').setExpirationTime('1h').sign(secrets.signingKey);
  const endless = await start().setIssuer('webm-reassembler').sign(secrets.signingKey);
  for (const token of [elsewhere, endless])
    await expect(guard.check(token, view)).rejects.toMatchObject({ code: 'token-invalid' });
});

test('where nothing is required everybody may do everything, and no token for coming back is made', async () => {
  const open = new AccessGuard(secrets, false);
  for (const wanted of everything) await open.check(undefined, wanted);
  expect(await open.issueForResume('door')).toBeUndefined();
});
