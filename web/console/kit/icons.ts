/** Line drawings of our own on a grid of 16; they say nothing that the words beside them don't. */
const PATHS = {
  home: 'M2 7.5 8 2l6 5.5M3.5 6.5V14h9V6.5M6.5 14v-4h3v4',
  transactions: 'M2 5h10M9.5 2 12.5 5l-3 3M14 11H4M6.5 8l-3 3 3 3',
  subscriptions: 'M13.5 8a5.5 5.5 0 1 1-1.6-3.9M13.5 2v3h-3M8 5v3l2 1.5',
  documents: 'M4 1.5h5l3.5 3.5v9.5H4zM9 1.5V5h3.5M6 8.5h4.5M6 11h4.5',
  payouts: 'M1.5 6 8 2l6.5 4zM3 14h10M4 6v6M7 6v6M9.5 6v6M12 6v6M2 12.2h12',
  events: 'M1.5 8h3l2-5 3 10 2-5h3',
  keys: 'M10.5 9.5a4 4 0 1 1-3.7-2.4L13 1.5l1.5 1.5-1.5 1.2.8 1-1.6 1.3-.8-1-2 1.6M5.3 10.6h.1',
  clocks: 'M8 2.5a6 6 0 1 0 0 12 6 6 0 0 0 0-12M8 5.5v3l2 1.5M6 1h4',
  integration: 'm5 4.5-3.5 3.5L5 11.5m6-7 3.5 3.5-3.5 3.5M9.3 2.5l-2.6 11',
  menu: 'M2 4h12M2 8h12M2 12h12',
  close: 'm3.5 3.5 9 9m0-9-9 9',
  back: 'M10 3 5 8l5 5',
  check: 'm2.5 8.5 3.5 3.5 7.5-8',
  alert: 'M8 2 1.5 13.5h13zM8 6.5v3.3M8 11.8h.1',
  mail: 'M1.5 3.5h13v9h-13zM1.5 4 8 9l6.5-5',
  end: 'M8 2.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11M5.5 8h5',
  start: 'M8 2.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11M8 5.5v5M5.5 8h5',
  refund: 'M5.5 3.5 2.5 6.5l3 3M2.5 6.5H10a3.5 3.5 0 0 1 0 7H6',
  charge: 'M11.5 4.5a4.5 4.5 0 1 0 0 7M3 7h6M3 9.2h5',
} as const;

export type IconName = keyof typeof PATHS;

/** Markup. Drawn by attributes, as styles of its own would be refused by our own policy. */
export function icon(name: IconName): string {
  return `<svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true"><path d="${PATHS[name]}"/></svg>`;
}
