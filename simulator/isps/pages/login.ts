import { html } from 'ghtml';
import type { Texts } from './texts.ts';

/** The two fields by which a subscriber names the line, labelled and known to password managers. */
export const loginFields = (texts: Texts, { username = '', required = true }: { username?: string; required?: boolean } = {}): string => {
  const need = required ? 'required' : '';
  return html`<label>${texts.username}<input name="username" value="${username}" autocomplete="username" autocapitalize="none" spellcheck="false" ${need} maxlength="128" /></label>
<label>${texts.password}<input name="password" type="password" autocomplete="current-password" ${need} maxlength="128" /></label>
<p class="note">${texts.try_login}</p>`;
};
