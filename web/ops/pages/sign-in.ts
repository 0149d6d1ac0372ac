import { html } from 'ghtml';
import { renderOpsPage } from '../layout.ts';

const PROBLEMS = {
  wrong_key: 'This is not the key.',
  too_many: 'Too many wrong keys. Wait a minute.',
  from_elsewhere: 'The form was sent by another site. Sign in here.',
  signed_out: 'You are signed out.',
} as const;

export type SignInProblem = keyof typeof PROBLEMS;

export function renderSignIn(problem?: SignInProblem): string {
  const said =
    problem === undefined
      ? ''
      : html`<p class="notice ${problem === 'signed_out' ? 'good' : 'bad'}" role="${problem === 'signed_out' ? 'status' : 'alert'}">${PROBLEMS[problem]}</p>`;
  const body = html`<div class="sheet narrow"><h1>Sign in</h1>
!${said}
<form method="post" action="/ops/sign-in">
<label for="key">Operators' key</label>
<p class="quiet" id="key-hint">The setting ADMIN_API_KEY of the API. With <code>npm start</code> it is in <code>.local/secrets.json</code>.</p>
<input id="key" name="key" type="password" autocomplete="current-password" required aria-describedby="key-hint">
<button type="submit">Sign in</button>
</form></div>`;
  return renderOpsPage({ title: 'Sign in', body });
}
