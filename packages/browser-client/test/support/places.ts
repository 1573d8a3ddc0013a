import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository. */
export const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));

/** What tests leave for people to look at; not in the repository. */
export const TEST_RESULTS = join(ROOT, 'test-results', 'browser-client');

/** Photos of faces: the demo folder of @vladmandic/face-api (MIT). */
export const FACE_PHOTOS = join(
  dirname(createRequire(import.meta.url).resolve('@vladmandic/face-api/package.json')),
  'demo',
);

/** The film that Chromium's fake camera plays; made once. */
export const FACES_FILM = join(ROOT, '.cache', 'camera', 'faces.mjpeg');
