/** The parts of the page that the program touches; `index.html` has each under the id of the same name. */
export interface Elements {
  readonly body: HTMLElement;
  readonly pill: HTMLElement;
  readonly pillText: HTMLElement;
  readonly stage: HTMLElement;
  readonly liveVideo: HTMLVideoElement;
  readonly liveBoxes: HTMLCanvasElement;
  readonly playbackVideo: HTMLVideoElement;
  readonly playbackBoxes: HTMLCanvasElement;
  readonly playbackTitle: HTMLElement;
  readonly problem: HTMLElement;
  readonly problemTitle: HTMLElement;
  readonly problemMessage: HTMLElement;
  readonly problemRemedy: HTMLElement;
  readonly notice: HTMLElement;
  readonly noticeTitle: HTMLElement;
  readonly noticeText: HTMLElement;
  readonly start: HTMLButtonElement;
  readonly startLabel: HTMLElement;
  readonly stop: HTMLButtonElement;
  readonly back: HTMLButtonElement;
  readonly backLabel: HTMLElement;
  readonly clock: HTMLElement;
  readonly sound: HTMLInputElement;
  readonly mirror: HTMLInputElement;
  readonly cameraFps: HTMLElement;
  readonly detectionFps: HTMLElement;
  readonly latency: HTMLElement;
  readonly faces: HTMLElement;
  readonly skipped: HTMLElement;
  readonly codec: HTMLElement;
  readonly uploadLine: HTMLElement;
  readonly recordingEmpty: HTMLElement;
  readonly recordingLength: HTMLElement;
  readonly recordingActions: HTMLElement;
  readonly recordingPlay: HTMLButtonElement;
  readonly recordingLink: HTMLAnchorElement;
  readonly chunks: HTMLElement;
  readonly chunksCount: HTMLElement;
  readonly chunksEmpty: HTMLElement;
  readonly chunksMore: HTMLButtonElement;
}

/** Finds every part. @throws Error that names the part which `index.html` lacks */
export function findElements(document: Document): Elements {
  const find = <Wanted extends HTMLElement>(id: string, kind: abstract new () => Wanted): Wanted => {
    const element = document.getElementById(id);
    if (!(element instanceof kind)) throw new Error(`index.html has no ${kind.name} with the id "${id}"`);
    return element;
  };
  return {
    body: document.body,
    pill: find('pill', HTMLElement),
    pillText: find('pill-text', HTMLElement),
    stage: find('stage', HTMLElement),
    liveVideo: find('live-video', HTMLVideoElement),
    liveBoxes: find('live-boxes', HTMLCanvasElement),
    playbackVideo: find('playback-video', HTMLVideoElement),
    playbackBoxes: find('playback-boxes', HTMLCanvasElement),
    playbackTitle: find('playback-title', HTMLElement),
    problem: find('problem', HTMLElement),
    problemTitle: find('problem-title', HTMLElement),
    problemMessage: find('problem-message', HTMLElement),
    problemRemedy: find('problem-remedy', HTMLElement),
    notice: find('notice', HTMLElement),
    noticeTitle: find('notice-title', HTMLElement),
    noticeText: find('notice-text', HTMLElement),
    start: find('start', HTMLButtonElement),
    startLabel: find('start-label', HTMLElement),
    stop: find('stop', HTMLButtonElement),
    back: find('back', HTMLButtonElement),
    backLabel: find('back-label', HTMLElement),
    clock: find('clock', HTMLElement),
    sound: find('sound', HTMLInputElement),
    mirror: find('mirror', HTMLInputElement),
    cameraFps: find('camera-fps', HTMLElement),
    detectionFps: find('detection-fps', HTMLElement),
    latency: find('latency', HTMLElement),
    faces: find('faces', HTMLElement),
    skipped: find('skipped', HTMLElement),
    codec: find('codec', HTMLElement),
    uploadLine: find('upload-line', HTMLElement),
    recordingEmpty: find('recording-empty', HTMLElement),
    recordingLength: find('recording-length', HTMLElement),
    recordingActions: find('recording-actions', HTMLElement),
    recordingPlay: find('recording-play', HTMLButtonElement),
    recordingLink: find('recording-link', HTMLAnchorElement),
    chunks: find('chunks', HTMLElement),
    chunksCount: find('chunks-count', HTMLElement),
    chunksEmpty: find('chunks-empty', HTMLElement),
    chunksMore: find('chunks-more', HTMLButtonElement),
  };
}
