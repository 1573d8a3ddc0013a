/** Pictures to try detectors on: views of the six photographs, spoilt in the ways of cameras, and views without a face. */
import { ffmpeg, frameOf, photographs, rawVideo } from '../engines/photographs.mjs';
import { randomNumbers } from './random.mjs';

/**
 * @import { Box, Detection } from '@webm-reassembler/protocol'
 * @import { Frame } from '../../dist/frames/frame.js'
 */

/** Rectangle of a photograph, in its pixels. @typedef {{ x: number, y: number, width: number, height: number }} Area */

export const VIEW = { width: 640, height: 480 };
const PHOTOGRAPH = { width: 1600, height: 1200 };
/** Least and largest height of the middle face in a view, in pixels. */
const FACE_HEIGHTS = [45, 240];

/** What a camera may do to a view: filters of ffmpeg, and how far they turn the picture, in degrees. */
export const SPOILERS = [
  { name: 'clean', filter: 'null', degrees: 0 },
  { name: 'dark', filter: `${gain(0.3)},noise=alls=10:all_seed=7`, degrees: 0 },
  { name: 'bright', filter: gain(1.8), degrees: 0 },
  { name: 'pale', filter: 'lutrgb=r=96+val*0.3:g=96+val*0.3:b=96+val*0.3', degrees: 0 },
  { name: 'grey', filter: 'hue=s=0', degrees: 0 },
  { name: 'noise', filter: 'noise=alls=45:all_seed=7', degrees: 0 },
  { name: 'out of focus', filter: 'gblur=sigma=4', degrees: 0 },
  { name: 'motion', filter: 'avgblur=sizeX=11:sizeY=1', degrees: 0 },
  { name: 'low resolution', filter: 'scale=160:120,scale=640:480:flags=bilinear', degrees: 0 },
  { name: 'tilted 20°', filter: 'rotate=20*PI/180', degrees: 20 },
  { name: 'tilted -15°', filter: 'rotate=-15*PI/180', degrees: -15 },
];

/** The photographs, as large as views are cut from them. */
export function largePhotographs() {
  return photographs(PHOTOGRAPH.width, PHOTOGRAPH.height);
}

/**
 * Places of views around faces, so that the faces come in all sizes and places.
 *
 * @param {readonly (readonly Detection[])[]} faces Of each photograph.
 * @param {number} count
 */
export function placesAroundFaces(faces, count) {
  const random = randomNumbers(1);
  return Array.from({ length: count }, () => {
    const photograph = Math.floor(random() * faces.length);
    const among = faces[photograph] ?? [];
    const box = among[Math.floor(random() * among.length)]?.box ?? { x: 0.4, y: 0.4, width: 0.1, height: 0.1 };
    const [least = 0, most = 0] = FACE_HEIGHTS;
    const height = least * (most / least) ** random();
    const scale = height / (box.height * PHOTOGRAPH.height);
    const width = Math.min(VIEW.width / scale, PHOTOGRAPH.width);
    const left = (box.x + box.width / 2) * PHOTOGRAPH.width - width * (0.25 + 0.5 * random());
    const top = (box.y + box.height / 2) * PHOTOGRAPH.height - width * 0.75 * (0.25 + 0.5 * random());
    return { photograph, area: inside({ x: left, y: top, width, height: width * 0.75 }) };
  });
}

/**
 * Places of views that no face reaches into.
 *
 * @param {readonly (readonly Detection[])[]} faces Of each photograph, with all that might be one.
 * @param {number} count
 */
export function placesWithoutFaces(faces, count) {
  const random = randomNumbers(2);
  const places = [];
  for (let tries = 0; places.length < count && tries < count * 500; tries += 1) {
    const photograph = Math.floor(random() * faces.length);
    const width = 120 + 480 * random();
    const height = width * 0.75;
    const area = {
      x: random() * (PHOTOGRAPH.width - width),
      y: random() * (PHOTOGRAPH.height - height),
      width,
      height,
    };
    const isFree = (faces[photograph] ?? []).every(({ box }) => !meet(area, widened(box)));
    if (isFree) places.push({ photograph, area: inside(area) });
  }
  return places;
}

/**
 * @param {readonly Frame[]} large The photographs.
 * @param {readonly { readonly photograph: number, readonly area: Area }[]} places
 */
export async function viewsAt(large, places) {
  /** @type {Frame[]} */
  const views = [];
  for (const [photograph, frame] of large.entries()) {
    const indexes = [...places.keys()].filter((index) => places[index]?.photograph === photograph);
    const areas = indexes.flatMap((index) => places[index]?.area ?? []);
    for (const [position, view] of (await cutOut(frame, areas)).entries()) views[indexes[position] ?? 0] = view;
  }
  return views;
}

/**
 * All in one run: a photograph is large, and starting ffmpeg for each view would take longer than looking at it.
 *
 * @param {Frame} frame
 * @param {readonly Area[]} areas
 */
async function cutOut(frame, areas) {
  if (areas.length === 0) return [];
  const cuts = areas.map(
    ({ x, y, width, height }, index) =>
      `[in${index}]crop=${width}:${height}:${x}:${y},scale=${VIEW.width}:${VIEW.height}:flags=bicubic,setsar=1[out${index}]`,
  );
  const names = (/** @type {string} */ kind) => areas.map((_area, index) => `[${kind}${index}]`).join('');
  const graph = [
    `[0:v]split=${areas.length}${names('in')}`,
    ...cuts,
    `${names('out')}concat=n=${areas.length}:v=1[views]`,
  ];
  const args = [...rawInput(frame), '-filter_complex', graph.join(';'), '-map', '[views]', '-vsync', 'passthrough'];
  return cutInto(await ffmpeg([...args, ...rawVideo()], frame.pixels), areas.length);
}

/**
 * Each frame through a filter of ffmpeg that gives a view.
 *
 * @param {readonly Frame[]} frames All of one size.
 * @param {string} filter
 */
export async function filtered(frames, filter) {
  const [first] = frames;
  if (first === undefined) return [];
  const input = Buffer.concat(frames.map(({ pixels }) => pixels));
  return cutInto(await ffmpeg([...rawInput(first), '-vf', filter, ...rawVideo()], input), frames.length);
}

/** @param {Frame} frame */
function rawInput({ width, height }) {
  return ['-f', 'rawvideo', '-pix_fmt', 'rgb24', '-s', `${width}x${height}`, '-i', 'pipe:0'];
}

/**
 * @param {Uint8Array} pixels Of views, one behind the other.
 * @param {number} count
 */
function cutInto(pixels, count) {
  const octets = VIEW.width * VIEW.height * 3;
  if (pixels.length !== octets * count) throw new Error(`ffmpeg gave ${pixels.length} octets, not ${count} views`);
  return Array.from({ length: count }, (_, index) =>
    frameOf(pixels.subarray(index * octets, (index + 1) * octets), VIEW.width, VIEW.height),
  );
}

/**
 * Where a face of a view is when the view is turned round its middle.
 *
 * @param {Box} box
 * @param {number} degrees Clockwise.
 * @returns {Box}
 */
export function turned(box, degrees) {
  const angle = (degrees * Math.PI) / 180;
  const x = (box.x + box.width / 2 - 0.5) * VIEW.width;
  const y = (box.y + box.height / 2 - 0.5) * VIEW.height;
  const centre = { x: x * Math.cos(angle) - y * Math.sin(angle), y: x * Math.sin(angle) + y * Math.cos(angle) };
  return {
    ...box,
    x: centre.x / VIEW.width + 0.5 - box.width / 2,
    y: centre.y / VIEW.height + 0.5 - box.height / 2,
  };
}

/** @param {Area} area */
function inside({ x, y, width, height }) {
  const size = { width: Math.floor(width), height: Math.floor(height) };
  return {
    ...size,
    x: Math.floor(Math.min(Math.max(0, x), PHOTOGRAPH.width - size.width)),
    y: Math.floor(Math.min(Math.max(0, y), PHOTOGRAPH.height - size.height)),
  };
}

/**
 * In pixels, with the hair and the neck.
 *
 * @param {Box} box
 * @returns {Area}
 */
function widened({ x, y, width, height }) {
  return {
    x: (x - width * 0.3) * PHOTOGRAPH.width,
    y: (y - height * 0.3) * PHOTOGRAPH.height,
    width: width * 1.6 * PHOTOGRAPH.width,
    height: height * 1.6 * PHOTOGRAPH.height,
  };
}

/**
 * @param {Area} first
 * @param {Area} second
 */
function meet(first, second) {
  return (
    first.x < second.x + second.width &&
    second.x < first.x + first.width &&
    first.y < second.y + second.height &&
    second.y < first.y + first.height
  );
}

/** @param {number} factor */
function gain(factor) {
  return `lutrgb=r=clip(val*${factor}\\,0\\,255):g=clip(val*${factor}\\,0\\,255):b=clip(val*${factor}\\,0\\,255)`;
}
