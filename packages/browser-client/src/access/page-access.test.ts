import { asksForSignIn, nextPage, pageAccess, signInAddress, withToken } from './page-access.js';

test('the token and the stream stand behind the # of the address', () => {
  expect(pageAccess({ hash: '#token=a.b.c&stream=door' })).toEqual({ token: 'a.b.c', stream: 'door' });
  expect(pageAccess({ hash: '' })).toEqual({ token: undefined, stream: undefined });
});

test('a path gets the token behind what it asks for already', () => {
  expect(withToken('/a', 'x y')).toBe('/a?token=x%20y');
  expect(withToken('/a?from=1', 'x')).toBe('/a?from=1&token=x');
  expect(withToken('/a', undefined)).toBe('/a');
});

test('signing in leads back to the page one came from', () => {
  const address = signInAddress({ pathname: '/watch/door', search: '?a=b' });
  expect(nextPage(new URL(address, 'http://here').search, 'http://here')).toBe('/watch/door?a=b');
});

test.each(['https://evil.example/x', '//evil.example/x', 'javascript:alert(1)', 'http://[', ''])(
  'signing in never leads to %p',
  (wanted) => {
    expect(nextPage(`?next=${encodeURIComponent(wanted)}`, 'http://here')).toBe('/');
  },
);

test('signing in helps where a token is missing or wrong, and nowhere else', () => {
  expect(['token-required', 'token-expired', 'access-denied'].every(asksForSignIn)).toBe(true);
  expect([undefined, 'stream-exists', 'origin-refused'].some(asksForSignIn)).toBe(false);
});
