import type { Elements } from './elements.js';
import { wordingOf, type PageState } from './page-state.js';

/** What is on the stage. */
export type StageView = 'welcome' | 'live' | 'playback' | 'problem';

/** Puts a state into words and buttons. */
export function showState(elements: Elements, state: PageState): void {
  const wording = wordingOf(state);
  document.body.dataset['state'] = state.kind === 'running' ? state.upload.kind : state.kind;
  elements.pill.dataset['tone'] = wording.tone;
  setText(elements.pillText, wording.pill);
  elements.notice.hidden = wording.notice === undefined;
  setText(elements.noticeTitle, wording.notice?.title ?? '');
  setText(elements.noticeText, wording.notice?.text ?? '');
  setText(elements.noticeCountdown, wording.notice?.countdown ?? '');
  elements.problem.hidden = wording.problem === undefined;
  setText(elements.problemTitle, wording.problem?.title ?? '');
  setText(elements.problemMessage, wording.problem?.message ?? '');
  setText(elements.problemRemedy, wording.problem?.remedy ?? '');
  showControls(elements, state, wording.startLabel);
}

/** Puts one of the screens on the stage. */
export function showStage(elements: Elements, view: StageView, behind: StageView): void {
  elements.stage.dataset['view'] = view;
  elements.back.hidden = view !== 'playback';
  elements.backLabel.textContent = behind === 'live' ? 'Back to live' : 'Close';
}

function showControls(elements: Elements, state: PageState, startLabel: string): void {
  const running = state.kind === 'running';
  elements.start.hidden = running;
  elements.start.disabled = state.kind === 'asking';
  elements.stop.hidden = !running;
  elements.stop.disabled = running && state.upload.kind === 'finishing';
  elements.clock.hidden = !running;
  elements.sound.disabled = running || state.kind === 'asking';
  // A stream keeps what it asked for when it began.
  elements.asks.disabled = elements.sound.disabled;
  setText(elements.startLabel, startLabel);
}

/** Screen readers announce a live region whenever it is written, so the same words are not written again. */
function setText(element: HTMLElement, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}
