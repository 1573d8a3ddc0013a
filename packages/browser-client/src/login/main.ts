import { nextPage } from '../access/page-access.js';

const form = element('form', HTMLFormElement);
const secret = element('secret', HTMLInputElement);
const answer = element('answer', HTMLElement);

form.addEventListener('submit', (event) => {
  event.preventDefault();
  void signIn();
});

async function signIn(): Promise<void> {
  answer.textContent = '';
  try {
    const headers = { authorization: `Bearer ${secret.value.trim()}` };
    const response = await fetch('/session', { method: 'POST', headers });
    if (response.ok) location.assign(nextPage(location.search, location.origin));
    else answer.textContent = 'This is not the admin secret of this server.';
  } catch {
    answer.textContent = 'The server cannot be reached. Try again in a moment.';
  }
}

function element<Kind extends HTMLElement>(id: string, kind: new () => Kind): Kind {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new Error(`the page has no #${id}`);
  return found;
}
