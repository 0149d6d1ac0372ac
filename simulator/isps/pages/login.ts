import { html } from 'ghtml';
import type { Texts } from './texts.ts';

/** The two fields by which a subscriber names the line, labelled and known to password managers. */
export const loginFields = (texts: Texts, username = ''): string => html`
<label>${texts.username}<input name="username" value="${username}" autocomplete="username" autocapitalize="none" required maxlength="128" /></label>
<label>${texts.password}<input name="password" type="password" autocomplete="current-password" required maxlength="128" /></label>`;
