/** Takes pictures of a camera. */
export interface StillSource {
  /** @returns a JPEG; `undefined` while the camera has given no picture yet, or where the browser could make none */
  take(): Promise<Blob | undefined>;
  close(): void;
}

/** How good the pictures are, from 0 to 1: enough for a face detector, and some 50 kB at 640x480. */
const JPEG_QUALITY = 0.8;

/** Draws the camera's picture to a canvas, which every browser that has a camera can do. */
export function openCanvasSource(stream: MediaStream): StillSource {
  const video = document.createElement('video');
  // Without these two, phones would play it over the whole screen, or not at all.
  video.muted = true;
  video.playsInline = true;
  video.srcObject = stream;
  void video.play().catch(() => undefined);
  const canvas = document.createElement('canvas');
  return {
    take: async () => {
      if (video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA || video.videoWidth === 0) return undefined;
      canvas.width = video.videoWidth;
      canvas.height = video.videoHeight;
      canvas.getContext('2d')?.drawImage(video, 0, 0);
      return new Promise((resolve) => canvas.toBlob((blob) => resolve(blob ?? undefined), 'image/jpeg', JPEG_QUALITY));
    },
    close: () => {
      video.pause();
      video.srcObject = null;
    },
  };
}
