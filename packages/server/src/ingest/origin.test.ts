import { isOriginAllowed } from './origin.js';

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
