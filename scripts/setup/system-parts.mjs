import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import process from 'node:process';

/**
 * A program or library that npm cannot install.
 *
 * @typedef {object} SystemPart
 * @property {string} name What people call it.
 * @property {string} neededFor What does not work without it.
 * @property {readonly string[]} debianPackages The Debian packages that bring it.
 * @property {() => boolean} isThere
 */

/** What the server uses when it is there. @type {readonly SystemPart[]} */
export const SERVER_PARTS = [
  {
    name: 'ffmpeg',
    neededFor: 'decoding with a current ffmpeg (without it the one of 2018 from npm is used)',
    debianPackages: ['ffmpeg'],
    // Where a path is named, the server says itself what is wrong with it.
    isThere: () => Boolean(process.env['FFMPEG_PATH']) || (isOnPath('ffmpeg') && isOnPath('ffprobe')),
  },
];

/** What `canvas` is compiled with where no ready-made one can be had. @type {readonly SystemPart[]} */
export const CANVAS_BUILD_PARTS = [
  { name: 'make', neededFor: 'compiling canvas', debianPackages: ['make'], isThere: () => isOnPath('make') },
  { name: 'g++', neededFor: 'compiling canvas', debianPackages: ['g++'], isThere: () => isOnPath('g++') },
  { name: 'python3', neededFor: 'compiling canvas', debianPackages: ['python3'], isThere: () => isOnPath('python3') },
  canvasLibrary('pkg-config', 'pkg-config', 'bin/pkg-config'),
  canvasLibrary('cairo', 'libcairo2-dev', 'include/cairo/cairo.h'),
  canvasLibrary('pango', 'libpango1.0-dev', 'include/pango-1.0/pango/pangocairo.h'),
  canvasLibrary('libjpeg', 'libjpeg-dev', 'include/jpeglib.h'),
  canvasLibrary('giflib', 'libgif-dev', 'include/gif_lib.h'),
  canvasLibrary('librsvg', 'librsvg2-dev', 'include/librsvg-2.0/librsvg/rsvg.h'),
];

/** What the tests drive besides. @type {readonly SystemPart[]} */
export const TEST_PARTS = [
  {
    name: 'Chromium or Chrome',
    neededFor: 'the end-to-end tests in Chromium',
    debianPackages: ['chromium'],
    isThere: () =>
      ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'].some((name) => isOnPath(name)),
  },
  {
    name: 'Firefox',
    neededFor: 'the end-to-end tests in Firefox',
    debianPackages: ['firefox-esr'],
    isThere: () => ['firefox-esr', 'firefox'].some((name) => isOnPath(name)),
  },
  {
    name: 'MKVToolNix',
    neededFor: 'the tests that compare recordings with what mkvinfo and mkvmerge say',
    debianPackages: ['mkvtoolnix'],
    isThere: () => isOnPath('mkvmerge') && isOnPath('mkvinfo'),
  },
];

/**
 * Headers are looked for where Debian puts them; elsewhere only the compiler can tell.
 *
 * @param {string} name
 * @param {string} debianPackage
 * @param {string} file Below `/usr`.
 * @returns {SystemPart}
 */
function canvasLibrary(name, debianPackage, file) {
  return {
    name,
    neededFor: 'compiling canvas',
    debianPackages: [debianPackage],
    isThere: () => existsSync(join('/usr', file)),
  };
}

/**
 * Whether a program can be started by its name.
 *
 * @param {string} program
 * @returns {boolean}
 */
function isOnPath(program) {
  const ending = process.platform === 'win32' ? '.exe' : '';
  return (process.env['PATH'] ?? '').split(delimiter).some((folder) => isExecutable(join(folder, program + ending)));
}

/**
 * @param {string} path
 * @returns {boolean}
 */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
