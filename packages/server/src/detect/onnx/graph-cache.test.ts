import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LANDMARKS_68_TINY, tinyFaceDetector } from '../nets/face-net.js';
import { defaultCacheDirectory, graphOf } from './graph-cache.js';

let directory = '';
beforeEach(() => void (directory = mkdtempSync(join(tmpdir(), 'graph-cache-'))));
afterEach(() => rmSync(directory, { recursive: true }));

test('several that need the same net at the same time all get one whole file, and nothing else is left behind', async () => {
  const nets = join(directory, 'nets');
  const paths = await Promise.all([1, 2, 3].map(() => graphOf(LANDMARKS_68_TINY, 'face', nets)));
  expect(new Set(paths).size).toBe(1);
  expect(readdirSync(nets).map((name) => join(nets, name))).toEqual([paths[0]]);
});

test('a file that is there is not made again', async () => {
  const path = String(await graphOf(LANDMARKS_68_TINY, 'face', directory));
  writeFileSync(path, 'made before');
  expect(await graphOf(LANDMARKS_68_TINY, 'face', directory)).toBe(path);
  expect(readFileSync(path, 'utf8')).toBe('made before');
});

test('each net, each size of a net and each form of its graph has a file of its own', async () => {
  await graphOf(LANDMARKS_68_TINY, 'face', directory);
  for (const side of [224, 320] as const) await graphOf(tinyFaceDetector(side), 'square', directory);
  await graphOf(tinyFaceDetector(224), 'picture-1', directory);
  const names = readdirSync(directory).map((name) => name.replace(/-[0-9a-f]{32}\.onnx$/, ''));
  expect(names.sort()).toEqual(['landmarks-68-tiny-face', 'tiny-224-picture-1', 'tiny-224-square', 'tiny-320-square']);
});

test('where nothing can be written the octets come instead of a path, and are the same', async () => {
  const path = String(await graphOf(LANDMARKS_68_TINY, 'face', directory));
  writeFileSync(join(directory, 'a-file'), '');
  const octets = await graphOf(LANDMARKS_68_TINY, 'face', join(directory, 'a-file', 'nets'));
  expect(Buffer.from(octets)).toEqual(readFileSync(path));
});

test('the usual place is in the cache directory of the user', () => {
  const home = defaultCacheDirectory({});
  for (const ignored of ['', 'relative']) expect(defaultCacheDirectory({ XDG_CACHE_HOME: ignored })).toBe(home);
  expect(defaultCacheDirectory({ XDG_CACHE_HOME: '/somewhere' })).toBe(join('/somewhere', 'webm-reassembler', 'nets'));
});
