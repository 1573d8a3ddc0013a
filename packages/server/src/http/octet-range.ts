/** What a Range header asks for. Ends are not included. */
export type OctetRange =
  | { readonly kind: 'whole' }
  | { readonly kind: 'part'; readonly start: number; readonly end: number }
  | { readonly kind: 'unsatisfiable' };

/**
 * Reads a Range header for a file of `octets` octets. What asks for several parts, or for nothing that can be read, is
 * answered with the whole (RFC 9110, section 14.2, lets a server ignore the header).
 */
export function readOctetRange(header: string | undefined, octets: number): OctetRange {
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  if (first === '' && last === '') return { kind: 'whole' };
  const start = first === '' ? Math.max(0, octets - Number(last)) : Number(first);
  const end = first === '' || last === '' ? octets : Math.min(octets, Number(last) + 1);
  if (first !== '' && last !== '' && Number(last) < start) return { kind: 'whole' };
  return start < end ? { kind: 'part', start, end } : { kind: 'unsatisfiable' };
}
