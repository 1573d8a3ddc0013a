import { withLimits } from './process-limits.js';

const ffmpeg = { path: process.execPath, args: ['-i', 'pipe:0'] };

test('a process gets limits on memory, files and children, and keeps its arguments', () => {
  expect(withLimits(ffmpeg, { ffmpegMajor: 5, maxPixels: 1_000_000 }, '/bin/prlimit')).toEqual({
    path: '/bin/prlimit',
    args: [
      `--as=${512 * 1024 * 1024 + 64_000_000}`,
      '--fsize=0',
      '--core=0',
      '--nofile=16',
      '--nproc=0',
      process.execPath,
      '-i',
      'pipe:0',
    ],
  });
});

test('an ffmpeg that cannot do without threads may have them', () => {
  expect(withLimits(ffmpeg, { ffmpegMajor: 7, maxPixels: 1 }, '/bin/prlimit').args).not.toContain('--nproc=0');
});

test('where the system has no prlimit the command stays as it is', () => {
  expect(withLimits(ffmpeg, { ffmpegMajor: 5, maxPixels: 1 }, 'none')).toEqual(ffmpeg);
});

test('a command that is not there is left as it is, and fails as what it is', () => {
  const missing = { path: '/nowhere/ffmpeg', args: [] };
  expect(withLimits(missing, { ffmpegMajor: 5, maxPixels: 1 }, '/bin/prlimit')).toEqual(missing);
});
