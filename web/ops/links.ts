import { html } from 'ghtml';

/** Something of ours by its id, as a link to all that operators may see of it. */
export function idLink(id: string): string {
  return html`<a class="id" href="/ops/find?name=${encodeURIComponent(id)}">${id}</a>`;
}

export type TemporalUi = { url: string; namespace: string };

/** A workflow's page in Temporal, in a tab of its own. */
export function workflowLink(ui: TemporalUi, workflow_id: string): string {
  const address = `${ui.url}/namespaces/${encodeURIComponent(ui.namespace)}/workflows/${encodeURIComponent(workflow_id)}`;
  return html`<a href="${address}" target="_blank" rel="noreferrer">Workflow<span class="unseen"> in a new tab</span></a>`;
}

/** What Temporal lists for a query, in a tab of its own. */
export function workflowListLink(ui: TemporalUi, query: string, text: string): string {
  const address = `${ui.url}/namespaces/${encodeURIComponent(ui.namespace)}/workflows?query=${encodeURIComponent(query)}`;
  return html`<a href="${address}" target="_blank" rel="noreferrer">${text}<span class="unseen"> in a new tab</span></a>`;
}
