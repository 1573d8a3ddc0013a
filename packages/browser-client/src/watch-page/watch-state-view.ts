import type { WatchElements } from './watch-elements.js';
import { wordsFor, type WatchState } from './watch-state.js';

/** Shows a state. @param signIn - address of the page to sign in on, where that is a way out */
export function showWatchState(elements: WatchElements, state: WatchState, signIn: string | undefined): void {
  const { tone, pill, title, text, remedy } = wordsFor(state);
  document.body.dataset['state'] = state.kind;
  elements.pill.dataset['tone'] = tone;
  elements.pillText.textContent = pill;
  elements.message.hidden = title === undefined;
  elements.messageTitle.textContent = title ?? '';
  elements.messageText.textContent = text ?? '';
  elements.messageRemedy.textContent = remedy ?? '';
  elements.messageLinks.replaceChildren(...linksFor(state, signIn));
}

function linksFor(state: WatchState, signIn: string | undefined): readonly HTMLAnchorElement[] {
  if (signIn !== undefined) return [link('Sign in', signIn)];
  if (state.kind !== 'ended' && state.kind !== 'not-live') return [];
  const { recordings = [], images } = state.kept ?? {};
  return [
    ...recordings.map((path, index) => link(recordings.length > 1 ? `Play part ${index + 1}` : 'Play it', path)),
    ...(images === undefined ? [] : [link('List of images', images)]),
  ];
}

function link(text: string, address: string): HTMLAnchorElement {
  return Object.assign(document.createElement('a'), { className: 'button small', textContent: text, href: address });
}
