import { html } from 'ghtml';
import { MODES } from '../../../domain/subscriptions.ts';
import type { ApiKeyView, CallbackSecretView } from '../../../usecases/merchant-types.ts';
import type { Visit } from '../area.ts';
import { csrfField } from '../csrf.ts';
import { badge, card, code, NOTHING, time } from '../kit/blocks.ts';
import { selectField, textField } from '../kit/fields.ts';
import { dataTable } from '../kit/table.ts';
import { COMMON } from '../texts/common.ts';
import { KEYS } from './texts.ts';

export const KEYS_PATH = '/console/keys';

/** `ids` name what the forms make. `fresh` was made by this very request, and is shown this once; null where it was shown before. */
export type KeysPage = {
  keys: ApiKeyView[];
  secrets: CallbackSecretView[];
  ids: { key: string; secret: string };
  fresh?: { kind: 'key' | 'secret'; value: string | null };
  wrong_hours?: boolean;
};

/** What opens the API, and what signs callbacks: hints of what there is, and the ways to make and end them. */
export function renderKeys(visit: Visit, page: KeysPage): string {
  const { locale } = visit;
  const texts = KEYS[locale];
  return html`!${page.fresh ? freshCard(page.fresh, locale) : ''}
<div class="c-columns"><div>!${card(texts.keys, html`<p class="quiet">${texts.keys_text}</p>!${keyTable(visit, page.keys)}`)}</div>
<div class="c-beside">!${card(texts.create, createForm(visit, page.ids.key))}</div></div>
<div class="c-columns c-next"><div>!${card(texts.secrets, html`<p class="quiet">${texts.secrets_text}</p>!${secretTable(visit, page.secrets)}`)}</div>
<div class="c-beside">!${card(texts.rotate, rotateForm(visit, page))}</div></div>`;
}

function freshCard({ kind, value }: NonNullable<KeysPage['fresh']>, locale: Visit['locale']): string {
  const texts = KEYS[locale];
  const [title, text, gone] =
    kind === 'key' ? [texts.new_key, texts.new_key_text, texts.key_gone] : [texts.new_secret, texts.new_secret_text, texts.secret_gone];
  if (value === null) return html`<p class="c-problem" role="alert">${gone}</p>`;
  return html`<div class="c-fresh">!${card(title, html`<p>${text}</p><p class="c-copy">!${code(value)}</p>`)}</div>`;
}

function keyTable(visit: Visit, keys: readonly ApiKeyView[]): string {
  const { locale } = visit;
  const texts = KEYS[locale];
  const { key_columns: columns } = texts;
  return dataTable({
    caption: texts.keys,
    columns: [
      { label: columns.key },
      { label: columns.mode },
      { label: columns.created },
      { label: columns.used },
      { label: columns.status },
    ],
    empty: texts.no_keys,
    rows: keys.map((key) => [
      code(key.hint),
      html`${COMMON[locale].modes[key.mode]}`,
      time(key.created_at, locale),
      key.last_used_at ? time(key.last_used_at, locale) : html`${texts.never_used}`,
      key.revoked_at
        ? badge('quiet', texts.revoked)
        : html`!${badge('good', texts.active)} !${endForm(visit, `${KEYS_PATH}/${key.id}/revoke`, 'revoke')}`,
    ]),
  });
}

function secretTable(visit: Visit, secrets: readonly CallbackSecretView[]): string {
  const { locale } = visit;
  const texts = KEYS[locale];
  const { secret_columns: columns } = texts;
  const tones = { current: 'good', expiring: 'warn', retired: 'quiet' } as const;
  return dataTable({
    caption: texts.secrets,
    columns: [{ label: columns.secret }, { label: columns.created }, { label: columns.until }, { label: columns.status }],
    rows: secrets.map((secret) => [
      code(secret.hint),
      time(secret.created_at, locale),
      secret.expires_at ? time(secret.expires_at, locale) : NOTHING,
      html`!${badge(tones[secret.status], texts.secret_status[secret.status])} !${
        secret.status === 'expiring' ? endForm(visit, `${KEYS_PATH}/${secret.id}/retire`, 'retire') : ''
      }`,
    ]),
  });
}

/** What can't be undone is two steps away: it is opened first, and says what follows. */
function endForm({ locale, session }: Visit, action: string, act: 'revoke' | 'retire'): string {
  const texts = KEYS[locale];
  const text = act === 'revoke' ? texts.revoke_text : texts.retire_text;
  return html`<details class="c-end"><summary>${texts[act]}</summary><p>${text}</p>
<form method="post" action="${action}" data-once>!${csrfField(session)}<button class="c-danger">${texts[act]}</button></form></details>`;
}

function createForm({ locale, session, scope }: Visit, id: string): string {
  const texts = KEYS[locale];
  const choices = MODES.map((mode) => ({ value: mode, label: COMMON[locale].modes[mode] }));
  return html`<form method="post" action="${KEYS_PATH}" data-once>!${csrfField(session)}<input type="hidden" name="id" value="${id}">
!${selectField({ name: 'mode', label: texts.create_mode, value: scope.mode, choices })}
<button>${texts.create_button}</button></form>`;
}

function rotateForm({ locale, session }: Visit, { ids, wrong_hours = false }: KeysPage): string {
  const texts = KEYS[locale];
  return html`<p>${texts.rotate_text}</p>
<form method="post" action="${KEYS_PATH}/rotate" data-once>!${csrfField(session)}<input type="hidden" name="id" value="${ids.secret}">
!${textField({
    name: 'overlap_hours',
    label: texts.rotate_hours,
    hint: texts.rotate_hours_hint,
    error: wrong_hours ? texts.rotate_hours_wrong : undefined,
    keys: 'numeric',
  })}
<button>${texts.rotate_button}</button></form>`;
}
