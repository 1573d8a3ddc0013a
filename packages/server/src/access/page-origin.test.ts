import { isHostAllowed, isOriginAllowed } from './page-origin.js';

const host = 'camera.example:8080';
const allowedOrigins = ['https://partner.example'];

test.each([
  ['a program that is no browser', undefined],
  ['a page of this server', 'http://camera.example:8080'],
  ['a page of localhost, whatever its port', 'http://localhost:5173'],
  ['a page of a loopback address', 'http://127.0.0.1:3000'],
  ['a page of the IPv6 loopback address', 'http://[::1]:3000'],
  ['a page from the list', 'https://partner.example'],
])('%s may publish', (_, origin) => {
  expect(isOriginAllowed({ origin, host, allowedOrigins })).toBe(true);
});

test.each([
  ['a page from elsewhere', 'https://evil.example'],
  ['a page of the same host on another port', 'http://camera.example:81'],
  ['a name that only begins like one from the list', 'https://partner.example.evil.example'],
  ['a name that only begins like localhost', 'http://localhost.evil.example'],
  ['a page without an origin of its own', 'null'],
])('%s may not publish', (_, origin) => {
  expect(isOriginAllowed({ origin, host, allowedOrigins })).toBe(false);
});

test.each([
  ['a program that names none', undefined],
  ['this machine by name', 'localhost:8080'],
  ['this machine by address', '127.0.0.1:8080'],
  ['this machine by its IPv6 address', '[::1]:8080'],
  ['the name that a proxy serves it under, which is in the list of origins', 'partner.example'],
])('a request without a token may name %s', (_, name) => {
  expect(isHostAllowed(name, allowedOrigins)).toBe(true);
});

test.each([
  ['a name that its owner has pointed at this machine', 'rebinding.example:8080'],
  ['a name that only begins like this machine', 'localhost.rebinding.example'],
  ['no name at all', ''],
  ['what is no name', 'a b'],
])('a request without a token may not name %s', (_, name) => {
  expect(isHostAllowed(name, allowedOrigins)).toBe(false);
});
