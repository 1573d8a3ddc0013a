import type { Detection } from '@webm-reassembler/protocol';
import type { Frame } from '../../frames/frame.js';
import type { DetectionTasks } from '../detector.js';

/** What the pool says to a worker. At most one `detect` is unanswered at a time. */
export type ToWorker =
  | { readonly kind: 'detect'; readonly frame: Frame; readonly tasks: DetectionTasks; readonly stream: number }
  /** Nothing more will come: give back what you hold and end. */
  | { readonly kind: 'close' };

/** What a worker says to the pool. The first is `ready` or `load-failed`. */
export type FromWorker =
  | { readonly kind: 'ready'; readonly engine: string; readonly warning?: string }
  | { readonly kind: 'load-failed'; readonly message: string }
  /** The frame comes back with its pixels. */
  | {
      readonly kind: 'detected';
      readonly frame: Frame;
      readonly detections: readonly Detection[];
      readonly detectMs: number;
    }
  | { readonly kind: 'threw'; readonly message: string };
