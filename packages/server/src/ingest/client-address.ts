/** Where a request comes from, as far as that can be known. */
export interface RequestSource {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly socket: { readonly remoteAddress?: string | undefined };
}

/**
 * The address that a request counts for. Behind a proxy that is trusted it is the last one that the proxy has named;
 * what stands in front of that came from the client, who could have written anything.
 */
export function clientAddress({ headers, socket }: RequestSource, trustedProxies: readonly string[]): string {
  const peer = plainAddress(socket.remoteAddress ?? 'unknown');
  if (!trustedProxies.includes(peer)) return peer;
  const forwarded = headers['x-forwarded-for'];
  const last = (typeof forwarded === 'string' ? forwarded : forwarded?.at(-1))?.split(',').at(-1)?.trim();
  return last === undefined || last === '' ? peer : last;
}

/** IPv4 as an IPv6 socket writes it is the same address. */
function plainAddress(address: string): string {
  return address.startsWith('::ffff:') ? address.slice('::ffff:'.length) : address;
}
