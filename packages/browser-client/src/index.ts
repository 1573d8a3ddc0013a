export { ClientError, explain } from './client-error.js';
export type { ClientErrorCode, Explanation } from './client-error.js';

export { DEFAULT_VIDEO, openCamera, releaseCamera } from './capture/camera.js';
export type { CameraOptions } from './capture/camera.js';
export { startCapture } from './capture/capture.js';
export type { Capture, CaptureOptions } from './capture/capture.js';
export { browserCaptureHost } from './capture/capture-host.js';
export type { CaptureHost } from './capture/capture-host.js';
export { requestKeyframeInterval } from './capture/keyframe-interval.js';
export type { KeyframeIntervalRequest } from './capture/keyframe-interval.js';
export { PREFERRED_VIDEO_CODECS, chooseMimeType, preferredMimeTypes } from './capture/mime-type.js';
export { startRecording } from './capture/recording.js';
export type { StillSource } from './capture/still-source.js';
export type { RecordedChunk, Recording, RecordingOptions } from './capture/recording.js';

export { Upload } from './upload/upload.js';
export type { UploadOptions } from './upload/upload-options.js';
export type { Backlog, Resumption, UploadEnded, UploadFailed, UploadState } from './upload/upload-state.js';
export type { Disconnection } from './upload/disconnection.js';
export type { KeepLimits, LetGo } from './upload/kept-chunks.js';
export type { Backoff } from './upload/backoff.js';
export { browserUploadHost } from './upload/upload-host.js';
export type { UploadHost } from './upload/upload-host.js';
export { openBrowserSocket } from './upload/upload-socket.js';
export type { OpenSocket, SocketEvents, UploadSocket } from './upload/upload-socket.js';

export { LivePlayer } from './watch/live-player.js';
export type { LivePlayerEvents } from './watch/live-player.js';
export { WatchConnection, browserWatchHost } from './watch/watch-connection.js';
export type { WatchEvents, WatchHost, WatchSocket } from './watch/watch-connection.js';
export { ResultDelay } from './watch/result-delay.js';

export { VideoOverlay } from './overlay/video-overlay.js';
export type { VideoOverlayOptions } from './overlay/video-overlay.js';
export { DetectionTimeline } from './overlay/timeline.js';
export { boxRect, canvasSize, pictureRect, readObjectFit } from './overlay/geometry.js';
export type { ObjectFit, Rect, Size } from './overlay/geometry.js';
export { LiveBoxes } from './overlay/live-boxes.js';
export { opacityAt } from './overlay/scene.js';
export type { Fading, Scene } from './overlay/scene.js';
export { DEFAULT_BOX_STYLE } from './overlay/painter.js';
export type { BoxStyle } from './overlay/painter.js';
