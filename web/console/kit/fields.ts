import { html } from 'ghtml';

export type FieldOptions = {
  name: string;
  label: string;
  value?: string | undefined;
  hint?: string | undefined;
  error?: string | undefined;
  type?: 'text' | 'email' | 'url' | 'search' | 'date' | 'datetime-local';
  is_required?: boolean;
  /** Of the text, in characters. */
  length_max?: number;
  /** Which keys a phone shows. */
  keys?: 'decimal' | 'numeric';
};

/** A labelled field, tied to its hint and to the sentence that says what is wrong with it. */
export function textField(field: FieldOptions): string {
  const { name, label, value = '', type = 'text', is_required = false, length_max, keys } = field;
  const attributes = html`!${is_required ? ' required' : ''}!${length_max === undefined ? '' : ` maxlength="${length_max}"`}!${
    keys === undefined ? '' : ` inputmode="${keys}"`
  }!${described(field)}`;
  return html`<div class="field"><label for="${name}">${label}</label>
!${hintOf(field)}<input id="${name}" name="${name}" type="${type}" value="${value}" autocomplete="off"!${attributes}>!${errorOf(field)}</div>`;
}

export type Choice = { value: string; label: string };

/** A labelled list to choose one from. */
export function selectField(field: Omit<FieldOptions, 'type' | 'length_max' | 'keys'> & { choices: readonly Choice[] }): string {
  const { name, label, value = '', choices } = field;
  const options = choices.map(
    (choice) => html`<option value="${choice.value}"!${choice.value === value ? ' selected' : ''}>${choice.label}</option>`,
  );
  return html`<div class="field"><label for="${name}">${label}</label>
!${hintOf(field)}<select id="${name}" name="${name}"!${described(field)}>!${options}</select>!${errorOf(field)}</div>`;
}

type Described = Pick<FieldOptions, 'name' | 'hint' | 'error'>;

function described({ name, hint, error }: Described): string {
  const ids = [...(hint === undefined ? [] : [`${name}-hint`]), ...(error === undefined ? [] : [`${name}-error`])];
  const tied = ids.length === 0 ? '' : html` aria-describedby="${ids.join(' ')}"`;
  return html`!${tied}!${error === undefined ? '' : ' aria-invalid="true"'}`;
}

function hintOf({ name, hint }: Described): string {
  return hint === undefined ? '' : html`<p class="hint" id="${name}-hint">${hint}</p>`;
}

function errorOf({ name, error }: Described): string {
  return error === undefined ? '' : html`<p class="error" id="${name}-error">${error}</p>`;
}

/** A value of a sent form as a text; empty where it came as anything else. */
export function fieldText(fields: Record<string, unknown>, name: string): string {
  const value = fields[name];
  return typeof value === 'string' ? value.trim() : '';
}
