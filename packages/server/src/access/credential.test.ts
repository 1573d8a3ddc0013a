import { credentialOf } from './credential.js';

test.each([
  ['in the Authorization header', { authorization: 'Bearer abc' }, '/x', 'abc'],
  ['in the query', {}, '/x?from=3&token=abc', 'abc'],
  ['in the cookie of the admin', { cookie: 'a=b; webm-reassembler-admin=abc' }, '/x', 'abc'],
  ['in the header before the query', { authorization: 'bearer abc' }, '/x?token=def', 'abc'],
  ['in the query before the cookie', { cookie: 'webm-reassembler-admin=def' }, '/x?token=abc', 'abc'],
])('a credential stands %s', (_, headers, target, credential) => {
  expect(credentialOf(headers, target)).toBe(credential);
});

test.each([
  ['of another kind of authorization', { authorization: 'Basic abc' }, '/x'],
  ['of another cookie', { cookie: 'webm-reassembler-admin-not=abc' }, '/x'],
  ['of an empty cookie', { cookie: 'webm-reassembler-admin=' }, '/x'],
  ['of nothing at all', {}, '/x'],
])('there is no credential because %s', (_, headers, target) => {
  expect(credentialOf(headers, target)).toBeUndefined();
});
