import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FACE_PHOTOS } from './places.js';

/**
 * A script that makes `getUserMedia` give faces close to the camera, which sway as people do who stand still: for pictures of
 * the page.
 */
export async function calmCamera(): Promise<string> {
  const photo = await readFile(join(FACE_PHOTOS, 'sample6.jpg'));
  return `(() => {
    const octets = Uint8Array.from(atob('${photo.toString('base64')}'), (letter) => letter.charCodeAt(0));
    // The empty first page is not secure and has no cameras.
    if (navigator.mediaDevices) navigator.mediaDevices.getUserMedia = async () => {
      // In the size that is drawn: scaling the whole photo for each frame would take the machine for itself.
      const photo = await createImageBitmap(new Blob([octets], { type: 'image/jpeg' }), { resizeWidth: 1000 });
      const canvas = Object.assign(document.createElement('canvas'), { width: 640, height: 480 });
      const context = canvas.getContext('2d', { alpha: false });
      const started = performance.now();
      setInterval(() => {
        const seconds = (performance.now() - started) / 1000;
        const [left, top] = [(640 - photo.width) / 2 - 10 * Math.sin(seconds), -photo.height / 10 - 8 * Math.cos(seconds)];
        context.drawImage(photo, left, top);
      }, 33);
      return canvas.captureStream(30);
    };
  })();`;
}
