/**
 * All that a recording with faces can show: fixtures/record makes the camera's film and the canvas of photographs, each
 * panned by a formula, so a view is one rectangle of one photograph.
 *
 * @import { Area } from './grey-picture.mjs'
 * @import { PictureSize } from '../../dist/frames/frame.js'
 *
 * @typedef {{ readonly photograph: number, readonly area: Area }} View The area in pixels of the photograph.
 * @typedef {(photographs: readonly PictureSize[], shown: PictureSize) => readonly View[]} Film
 */

/** Of the demo folder of @vladmandic/face-api: those that the fixtures show. */
export const SHOWN = [1, 4, 5];

const FILM = {
  framesPerSecond: 30,
  secondsPerPhotograph: 3,
  width: 800,
  height: 600,
  shownWidth: 640,
  shownHeight: 480,
};
const PANNED_PLACES = 240;

/** What the canvas (fixtures/record/page/canvas.ts) and the cameras can show. @type {Readonly<Record<string, Film>>} */
export const FILMS = {
  /** fixtures/record/camera-file.ts: photographs stretched into 4:3. */
  camera: (photographs) => cameraFilm(photographs, stretched),
  /**
   * The two recordings that were made before there were recipes (`Chromium 156 (Debian, headless)`): the same film of
   * photographs that kept their shape and were cut to 4:3. Found by trying; it fits to 0.008 as the other does.
   */
  'first camera': (photographs) => cameraFilm(photographs, cutToShape),
  canvas: ([photograph = { width: 1, height: 1 }], shown) =>
    Array.from({ length: PANNED_PLACES + 1 }, (_, place) => canvasView(photograph, shown, place / PANNED_PLACES)),
};

/**
 * @param {readonly PictureSize[]} photographs
 * @param {(photograph: PictureSize) => Area} filmed
 * @returns {readonly View[]}
 */
function cameraFilm(photographs, filmed) {
  const frames = FILM.framesPerSecond * FILM.secondsPerPhotograph * photographs.length;
  return Array.from({ length: frames }, (_, frame) => {
    const seconds = frame / FILM.framesPerSecond;
    const photograph = Math.floor(seconds / FILM.secondsPerPhotograph);
    const { x, y, width, height } = filmed(photographs[photograph] ?? FILM);
    const [perColumn, perRow] = [width / FILM.width, height / FILM.height];
    const area = {
      x: x + (80 + 80 * Math.sin(seconds)) * perColumn,
      y: y + (60 + 60 * Math.cos(seconds)) * perRow,
      width: FILM.shownWidth * perColumn,
      height: FILM.shownHeight * perRow,
    };
    return { photograph, area };
  });
}

/** @param {PictureSize} photograph */
function stretched({ width, height }) {
  return { x: 0, y: 0, width, height };
}

/** @param {PictureSize} photograph */
function cutToShape({ width, height }) {
  const scale = Math.min(width / FILM.width, height / FILM.height);
  const kept = { width: FILM.width * scale, height: FILM.height * scale };
  return { x: (width - kept.width) / 2, y: (height - kept.height) / 2, ...kept };
}

/**
 * @param {PictureSize} photograph
 * @param {PictureSize} shown
 * @param {number} pan 0 to 1
 * @returns {View}
 */
function canvasView(photograph, shown, pan) {
  const scale = 1.2 * Math.max(shown.width / photograph.width, shown.height / photograph.height);
  const [width, height] = [shown.width / scale, shown.height / scale];
  const area = { x: pan * (photograph.width - width), y: pan * (photograph.height - height), width, height };
  return { photograph: 0, area };
}
