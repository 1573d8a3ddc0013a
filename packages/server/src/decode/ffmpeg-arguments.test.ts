import { ffmpegArguments, type FfmpegTask } from './ffmpeg-arguments.js';

const task: FfmpegTask = { ffmpegMajor: 5, outputSize: undefined, maxPixels: 1000 };

function after(args: readonly string[], option: string): string | undefined {
  const at = args.indexOf(option);
  return at < 0 ? undefined : args[at + 1];
}

test('octets of strangers reach one demuxer, the codecs of browsers and no protocol but the pipe', () => {
  const { input } = ffmpegArguments(task);
  expect(after(input, '-protocol_whitelist')).toBe('pipe');
  expect(after(input, '-f')).toBe('matroska');
  expect(after(input, '-codec_whitelist')?.split(',')).toEqual(expect.arrayContaining(['vp8', 'vp9', 'h264', 'av1']));
  expect(after(input, '-max_pixels')).toBe('1000');
});

test('both sides have one thread, for each further one would hold a frame back', () => {
  const { input, output } = ffmpegArguments(task);
  expect(after(input, '-threads')).toBe('1');
  expect(after(output, '-threads')).toBe('1');
});

test('pictures are chosen before they are scaled', () => {
  const { output } = ffmpegArguments({ ...task, outputSize: { width: 416, height: 312 } });
  expect(after(output, '-vf')).toMatch(/^select=.*,scale=416:312:flags=bicubic$/);
});

test('no argument has a space, at which fluent-ffmpeg would cut it', () => {
  const { input, output } = ffmpegArguments({ ...task, outputSize: { width: 1, height: 1 } });
  expect([...input, ...output].filter((argument) => argument.includes(' '))).toEqual([]);
});

test('timestamps pass through by the name that each version has for it', () => {
  expect(after(ffmpegArguments({ ...task, ffmpegMajor: 4 }).output, '-vsync')).toBe('passthrough');
  expect(after(ffmpegArguments({ ...task, ffmpegMajor: 7 }).output, '-fps_mode')).toBe('passthrough');
});
