import type { DetectionsMessage } from '@webm-reassembler/protocol';
import { asksForSignIn, signInAddress } from '../access/page-access.js';
import type { FaceTimeline, Recording, RecordingPage } from './recording.js';

/** Something that the server refused, in its own words. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError';
}

export async function fetchRecordings(before: string | null): Promise<RecordingPage> {
  const query = before === null ? '' : `?before=${encodeURIComponent(before)}`;
  return asRecordingPage(await ask(`/api/recordings${query}`));
}

export async function fetchFaces({ facesPath }: Recording, steps: number): Promise<FaceTimeline> {
  return asFaceTimeline(await ask(`${facesPath}?steps=${steps}`));
}

/** What was found between two moments, in ms on the timeline of the stream. */
export async function fetchDetections(
  { detectionsPath }: Recording,
  fromMs: number,
  toMs: number,
): Promise<readonly DetectionsMessage[]> {
  const response = await fetch(`${detectionsPath}?fromMs=${fromMs}&toMs=${toMs}`);
  if (!response.ok) return [];
  const lines = (await response.text()).split('\n').filter((line) => line !== '');
  return lines.map((line) => asDetections(JSON.parse(line)));
}

/** @throws RefusedError when the server does not delete it */
export async function deleteRecording({ stream }: Recording): Promise<void> {
  await ask(`/api/streams/${stream}`, 'DELETE');
}

async function ask(path: string, method = 'GET'): Promise<unknown> {
  const response = await fetch(path, { method });
  if (response.status === 204) return undefined;
  const answer: unknown = await response.json();
  if (response.ok) return answer;
  const { code, message, remedy } = asRefusal(answer);
  if (asksForSignIn(code)) location.assign(signInAddress(location));
  throw new RefusedError(`${message}. ${remedy}`);
}

/** Boundary: every answer that is no success says these. */
function asRefusal(answer: unknown): { readonly code: string; readonly message: string; readonly remedy: string } {
  return answer as { readonly code: string; readonly message: string; readonly remedy: string };
}

/** Boundary: the server holds its answers to a schema. */
function asRecordingPage(answer: unknown): RecordingPage {
  return answer as RecordingPage;
}

/** Boundary: as above. */
function asFaceTimeline(answer: unknown): FaceTimeline {
  return answer as FaceTimeline;
}

/** Boundary: the server writes its log of detections itself. */
function asDetections(line: unknown): DetectionsMessage {
  return line as DetectionsMessage;
}
