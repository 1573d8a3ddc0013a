/** A number of a codec string, in two digits at least; RFC 6381 strings have decimal and hexadecimal ones. */
export function twoDigits(value: number, radix = 10): string {
  return value.toString(radix).padStart(2, '0').toUpperCase();
}
