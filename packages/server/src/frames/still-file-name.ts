import type { StillType } from './still-header.js';

/** File name of a still image: at least six digits, so that names sort like numbers for the first million. */
export function stillFileName(sequence: number, type: StillType): string {
  return `${String(sequence).padStart(6, '0')}.${type === 'image/png' ? 'png' : 'jpg'}`;
}

/** What such a file is. */
export function stillTypeOfFile(file: string): StillType {
  return file.endsWith('.png') ? 'image/png' : 'image/jpeg';
}
