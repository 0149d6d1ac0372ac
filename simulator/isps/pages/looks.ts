import type { IspId } from '../profiles.ts';
import type { Locale } from './texts.ts';

/** How an ISP's pages differ from the others': words and own artwork here, colours and layout in isps.css under the ISP's name. */
export interface IspLook {
  readonly tagline: Readonly<Record<Locale, string>>;
  /** How the ISP asks, at the head of the hosted page. */
  readonly ask: Readonly<Record<Locale, string>>;
  /** What the ISP calls the place for its subscribers. */
  readonly place: Readonly<Record<Locale, string>>;
  /** The emblem, an SVG of 48 by 48 that says nothing which the name beside it does not. */
  readonly emblem: string;
}

const svg = (content: string): string =>
  `<svg class="emblem" viewBox="0 0 48 48" width="48" height="48" aria-hidden="true" focusable="false">${content}</svg>`;

const petals = [0, 60, 120, 180, 240, 300]
  .map((turn) => `<ellipse cx="24" cy="12" rx="7" ry="10" fill="#ffc2e4" transform="rotate(${turn} 24 24)"/>`)
  .join('');
const segments = [0, 45, 90, 135, 180, 225, 270, 315]
  .map((turn) => `<path d="M24 22 L18.6 9.6 A15.4 15.4 0 0 1 29.4 9.6 Z" fill="#ff9a3d" transform="rotate(${turn} 24 24)"/>`)
  .join('');

/** A flower, a paper plane, a slice of the fruit, a lighthouse over waves: none of them anybody's trademark. */
export const LOOKS: Readonly<Record<IspId, IspLook>> = {
  alice: {
    tagline: { fr: 'Internet tout en douceur', en: 'Internet made gentle' },
    ask: {
      fr: 'Bonjour ! Un marchand vous propose de payer avec votre facture Alice. Prenez le temps de lire.',
      en: 'Hello! A merchant offers you to pay with your Alice bill. Take your time to read.',
    },
    place: { fr: 'Mon jardin Alice', en: 'My Alice garden' },
    emblem: svg(`${petals}<circle cx="24" cy="24" r="7" fill="#ffe36e"/>`),
  },
  free: {
    tagline: { fr: 'Le réseau sans détour', en: 'The network, straight' },
    ask: { fr: 'Paiement sur facture Free. Vérifiez, identifiez-vous, décidez.', en: 'Payment by Free bill. Check, log in, decide.' },
    place: { fr: 'Espace abonné', en: 'Subscriber area' },
    emblem: svg(
      '<path d="M4 22 44 5 32 43 22 30z" fill="#b3000f"/><path d="M44 5 22 30l-2 12-4-15z" fill="#5c0008"/><path d="M44 5 4 22l12 5z" fill="#e24a55"/>',
    ),
  },
  orange: {
    tagline: { fr: 'Votre ligne, en pleine lumière', en: 'Your line, in full light' },
    ask: {
      fr: 'Un marchand demande à être payé sur votre facture Orange. Rien ne part sans votre accord.',
      en: 'A merchant asks to be paid on your Orange bill. Nothing goes out unless you agree.',
    },
    place: { fr: 'Espace client', en: 'Customer area' },
    emblem: svg(
      `<circle cx="24" cy="24" r="22" fill="#ff7900"/><circle cx="24" cy="24" r="18.5" fill="#fff3e2"/>${segments}<circle cx="24" cy="24" r="2.4" fill="#fff3e2"/>`,
    ),
  },
  sfr: {
    tagline: { fr: 'D’une rive à l’autre', en: 'From shore to shore' },
    ask: {
      fr: 'Avant d’ajouter cet achat à votre facture SFR, nous avons besoin de votre accord.',
      en: 'Before this goes on your SFR bill, we need your consent.',
    },
    place: { fr: 'Espace SFR', en: 'SFR space' },
    emblem: svg(
      '<path d="M19 16h10l3 20H16z" fill="#fff"/><path d="M18 22h12l.7 5H17.300z" fill="#d5202a"/><path d="M20 10h8v6h-8z" fill="#ffd75e"/><path d="M19 10l5-6 5 6z" fill="#d5202a"/><path d="M0 36q6-5 12 0t12 0 12 0 12 0v12H0z" fill="#4fb3e8"/><path d="M0 41q6-4 12 0t12 0 12 0 12 0v7H0z" fill="#a9dcf7"/>',
    ),
  },
};
