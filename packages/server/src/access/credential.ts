import type { IncomingHttpHeaders } from 'node:http';

/** Name of the query parameter for what cannot set headers: `<video src>`, `<img src>`, `new WebSocket`. */
const QUERY_PARAMETER = 'token';
/** Name of the cookie that a page gets for the admin secret. */
export const ADMIN_COOKIE = 'webm-reassembler-admin';

/**
 * The token or secret that a request carries: `Authorization: Bearer ...`, else `?token=...`, else the admin's cookie.
 *
 * @param target path and query of the request
 */
export function credentialOf(headers: IncomingHttpHeaders, target: string): string | undefined {
  const bearer = /^Bearer\s+(\S+)$/i.exec(headers.authorization ?? '')?.[1];
  if (bearer !== undefined) return bearer;
  const query = target.includes('?') ? new URLSearchParams(target.slice(target.indexOf('?') + 1)) : undefined;
  return query?.get(QUERY_PARAMETER) ?? cookie(headers.cookie ?? '');
}

function cookie(header: string): string | undefined {
  for (const part of header.split(';')) {
    const [name, value] = part.trim().split('=', 2);
    if (name === ADMIN_COOKIE && value !== undefined && value !== '') return value;
  }
  return undefined;
}
