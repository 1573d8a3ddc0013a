import { clientAddress } from './client-address.js';

const from = (remoteAddress: string, forwarded?: string) => ({
  socket: { remoteAddress },
  headers: { 'x-forwarded-for': forwarded },
});

test.each([
  ['its own', from('203.0.113.5'), [], '203.0.113.5'],
  ['its own in IPv4, as an IPv6 socket names it', from('::ffff:203.0.113.5'), [], '203.0.113.5'],
  ['its own, whatever header it sends', from('203.0.113.5', '127.0.0.1'), [], '203.0.113.5'],
  ['the one that a trusted proxy names', from('10.0.0.1', '203.0.113.5'), ['10.0.0.1'], '203.0.113.5'],
  ['the last one, which the proxy has added', from('10.0.0.1', '127.0.0.1, 203.0.113.5'), ['10.0.0.1'], '203.0.113.5'],
  ['that of a trusted proxy that names none', from('10.0.0.1'), ['10.0.0.1'], '10.0.0.1'],
])('a request counts for %s', (_, source, trustedProxies, address) => {
  expect(clientAddress(source, trustedProxies)).toBe(address);
});
