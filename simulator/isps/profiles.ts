/**
 * What differs between the four ISPs, as data. How each one answers a doubt about a payment is the part that a client must live with:
 * one replays the correlator, two can be asked, one tells only in her daily statement.
 */
export interface IspProfile {
  readonly id: IspId;
  readonly name: string;
  /** Accent of the hosted pages; dark enough for white text on it (contrast of at least 4.5:1). */
  readonly colour: string;
  /** The same clientCorrelator again answers as the first time and charges nothing; otherwise it is a new payment. */
  readonly replays_correlator: boolean;
  /** retrievePayment, retrievePayments and their like for refunds exist; otherwise 501, and the statement of the day is the only source. */
  readonly lists_payments: boolean;
}

export const ISP_IDS = ['alice', 'free', 'orange', 'sfr'] as const;
export type IspId = (typeof ISP_IDS)[number];

export const PROFILES: readonly IspProfile[] = [
  { id: 'alice', name: 'Alice', colour: '#b0006d', replays_correlator: false, lists_payments: false },
  { id: 'free', name: 'Free', colour: '#b3000f', replays_correlator: false, lists_payments: true },
  { id: 'orange', name: 'Orange', colour: '#b84a00', replays_correlator: true, lists_payments: true },
  { id: 'sfr', name: 'SFR', colour: '#00598c', replays_correlator: false, lists_payments: true },
];
