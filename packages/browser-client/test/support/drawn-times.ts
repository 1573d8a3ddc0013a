/**
 * A script for a page, before its own: each detection that comes becomes one box whose place says the timestamp it belongs
 * to, and each box that is drawn is noted with the media time of the picture that the browser shows at the moment.
 */
export const NOTE_DRAWN_TIMES = `(() => {
  window.drawn = [];
  window.told = [];
  const Real = window.WebSocket;
  window.WebSocket = class extends Real {
    set onmessage(listener) {
      super.onmessage = (event) => listener({ data: typeof event.data === 'string' ? marked(event.data) : event.data });
    }
  };
  // A box in the left half of the picture, further right the later: it would begin anew after ten minutes.
  const marked = (text) => {
    const message = JSON.parse(text);
    if (message.type !== 'detections') return text;
    window.told.push(message.timestampMs);
    const x = (message.timestampMs % 600_000) / 1_200_000;
    message.detections = [{ score: 0.9, box: { x, y: 0.4, width: 0.5, height: 0.2 } }];
    return JSON.stringify(message);
  };
  let shownMs;
  const request = HTMLVideoElement.prototype.requestVideoFrameCallback;
  HTMLVideoElement.prototype.requestVideoFrameCallback = function (callback) {
    return request.call(this, (now, metadata) => {
      shownMs = metadata.mediaTime * 1000;
      callback(now, metadata);
    });
  };
  const roundRect = CanvasRenderingContext2D.prototype.roundRect;
  CanvasRenderingContext2D.prototype.roundRect = function (left, top, width, height, radius) {
    const element = this.canvas;
    // The box itself, not the label above it.
    if (shownMs !== undefined && width > 60) {
      const video = document.querySelector('video');
      const scale = Math.min(element.clientWidth / video.videoWidth, element.clientHeight / video.videoHeight);
      const picture = (element.clientWidth - video.videoWidth * scale) / 2;
      window.drawn.push({ shownMs, told: window.told.length, boxMs: ((left - picture) / (video.videoWidth * scale)) * 1_200_000 });
    }
    return roundRect.call(this, left, top, width, height, radius);
  };
})();`;

/** What the page noted. */
export interface DrawnTimes {
  /** Each box: media time of the picture under it, timestamp that it says, and how many results had come by then. */
  readonly drawn: readonly { readonly shownMs: number; readonly boxMs: number; readonly told: number }[];
  readonly told: readonly number[];
}
