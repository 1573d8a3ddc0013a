/** What a token for a stream is for. `resume` is what a publisher gets to come back with after a network cut. */
export type TokenAccess = 'publish' | 'resume' | 'view';

/** What somebody may do. */
export type Grant = { readonly access: 'admin' } | { readonly access: TokenAccess; readonly stream: string };

/** What somebody wants to do: publish or view one stream, or what concerns the whole server. */
export type Wanted =
  { readonly access: 'admin' } | { readonly access: 'publish' | 'resume' | 'view'; readonly stream: string };

const INCLUDED: Readonly<Record<TokenAccess, readonly Wanted['access'][]>> = {
  publish: ['publish', 'resume', 'view'],
  resume: ['resume', 'view'],
  view: ['view'],
};

/** Whether a grant covers what is wanted. Who publishes a stream may also see it; the admin may do everything. */
export function covers(grant: Grant, wanted: Wanted): boolean {
  if (grant.access === 'admin') return true;
  if (wanted.access === 'admin') return false;
  return grant.stream === wanted.stream && INCLUDED[grant.access].includes(wanted.access);
}
