import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const demo = join(dirname(createRequire(import.meta.url).resolve('@vladmandic/face-api/package.json')), 'demo');

/** A photograph with faces of the face-api package, as it is there. */
export function photograph(number: 1 | 2 | 3 | 4 | 5 | 6): Buffer {
  return readFileSync(join(demo, `sample${number}.jpg`));
}

/** The same picture as a PNG, in a size of the caller's choice. */
export function asPng(picture: Buffer, width: number): Buffer {
  const args = ['-v', 'error', '-i', '-', '-vf', `scale=${width}:-2`, '-c:v', 'png', '-f', 'image2pipe', '-'];
  return execFileSync('ffmpeg', args, { input: picture });
}

/** The same JPEG, whose header says another size. */
export function sayingSize(jpeg: Buffer, width: number, height: number): Buffer {
  const changed = Buffer.from(jpeg);
  let at = 2;
  while (!isFrameHeader(changed[at + 1] ?? 0)) at += 2 + changed.readUInt16BE(at + 2);
  changed.writeUInt16BE(height, at + 5);
  changed.writeUInt16BE(width, at + 7);
  return changed;
}

/** A PNG whose header promises a picture of gigaoctets. */
export function pngBomb(png: Buffer): Buffer {
  const changed = Buffer.from(png);
  changed.writeUInt32BE(50_000, 16);
  changed.writeUInt32BE(50_000, 20);
  return changed;
}

function isFrameHeader(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
}
