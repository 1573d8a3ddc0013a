/// <reference lib="dom" />
/** What runs inside the page beside its own program. Each function is sent to the browser as its text. */

/**
 * Before the page: listens to what the server says, and changes the recorder's timeslice.
 *
 * @param {number} timesliceMs
 */
export function listen(timesliceMs) {
  /** @type {{ timestampMs: number, atMs: number }[]} */
  const boxes = [];
  Object.assign(window, { probeBoxes: boxes, probeFrames: [] });
  const { start } = /** @type {{ start: (this: MediaRecorder, timesliceMs: number) => void }} */ (
    MediaRecorder.prototype
  );
  MediaRecorder.prototype.start = function startInSlices() {
    start.call(this, timesliceMs);
  };
  const NativeSocket = WebSocket;
  window.WebSocket = class extends NativeSocket {
    /** @param {ConstructorParameters<typeof WebSocket>} args */
    constructor(...args) {
      super(...args);
      this.addEventListener('message', ({ data }) => {
        if (typeof data !== 'string' || !data.startsWith('{"type":"detections"')) return;
        const { timestampMs, detections } = /** @type {{ timestampMs: number, detections: unknown[] }} */ (
          JSON.parse(data)
        );
        if (detections.length === 0) return;
        // The page has drawn by the next frame of the screen.
        requestAnimationFrame(() => boxes.push({ timestampMs, atMs: performance.now() }));
      });
    }
  };
}

/** Whether the camera's picture is on the page. */
export function hasPicture() {
  const video = document.querySelector('#live-video');
  return video instanceof HTMLVideoElement && video.videoWidth > 0;
}

export function framesOf() {
  return /** @type {{ probeFrames: unknown }} */ (/** @type {unknown} */ (window)).probeFrames;
}

export function boxesOf() {
  return /** @type {{ probeBoxes: unknown }} */ (/** @type {unknown} */ (window)).probeBoxes;
}

/**
 * While the camera runs: notes when which frame is on the glass.
 *
 * @param {{ readonly bits: number, readonly field: number }} fields
 */
export function watchGlass({ bits, field }) {
  const video = document.querySelector('video#live-video');
  const canvas = new OffscreenCanvas(bits, 1);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  const frames = /** @type {{ probeFrames: { number: number, atMs: number }[] }} */ (/** @type {unknown} */ (window))
    .probeFrames;
  if (!(video instanceof HTMLVideoElement) || context === null) throw new Error('the page has no live video');
  const look = (
    /** @type {number} */ _now,
    /** @type {VideoFrameCallbackMetadata} */ { expectedDisplayTime, width },
  ) => {
    const side = (field * width) / 640;
    context.drawImage(video, 0, 0, bits * side, side, 0, 0, bits, 1);
    const { data } = context.getImageData(0, 0, bits, 1);
    let number = 0;
    for (let bit = 0; bit < bits; bit++) if ((data[bit * 4] ?? 0) > 127) number += 2 ** bit;
    frames.push({ number, atMs: expectedDisplayTime });
    video.requestVideoFrameCallback(look);
  };
  video.requestVideoFrameCallback(look);
}
