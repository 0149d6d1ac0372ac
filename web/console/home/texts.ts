import type { DeclineReason } from '../../../domain/charges.ts';
import type { Locale } from '../../../domain/subscriptions.ts';
import { WORDS } from '../texts/words.ts';

type HomeTexts = {
  title: string;
  latest: string;
  all: string;
  today: string;
  payments: (count: string) => string;
  payments_name: string;
  period: string;
  periods: Record<7 | 30 | 90, string>;
  until: string;
  show: string;
  taken: string;
  taken_in: (days: number) => string;
  against: (percent: string) => string;
  active: string;
  moves: (began: string, ended: string) => string;
  churn: string;
  churn_text: string;
  declines: string;
  main_decline: (reason: string) => string;
  no_declines: string;
  refunds: string;
  refund_count: (count: string) => string;
  chart_taken: string;
  chart_active: string;
  chart_declines: string;
  chart_ended: string;
  sales: string;
  renewals: string;
  highest: (value: string, day: string) => string;
  nothing: string;
  figures: string;
  day: string;
  week_of: (first: string, last: string) => string;
  began: string;
  ended: string;
  by_isp: string;
  isp: string;
  reason: (reason: string) => string;
};

const reasonIn = (locale: Locale) => (reason: string) => WORDS[locale].decline[reason as DeclineReason] ?? reason;

export const HOME: Record<Locale, HomeTexts> = {
  fr: {
    title: 'Aujourd’hui',
    latest: 'Dernières transactions',
    all: 'Toutes les transactions',
    today: 'Encaissé aujourd’hui',
    payments: (count) => (count === '1' || count === '0' ? `${count} paiement` : `${count} paiements`),
    payments_name: 'Paiements',
    period: 'Période',
    periods: { 7: '7 jours', 30: '30 jours', 90: '90 jours' },
    until: 'Jusqu’au',
    show: 'Afficher',
    taken: 'Encaissé',
    taken_in: (days) => `Encaissé en ${days} jours`,
    against: (percent) => `${percent} par rapport aux jours d’avant`,
    active: 'Abonnements actifs',
    moves: (began, ended) => `+ ${began} nouveaux, − ${ended} terminés`,
    churn: 'Attrition',
    churn_text: 'Fins, sur ceux qui étaient actifs au début',
    declines: 'Refus',
    main_decline: (reason) => `Surtout\u00a0: ${reason}`,
    no_declines: 'Aucun refus',
    refunds: 'Remboursé',
    refund_count: (count) => (count === '1' || count === '0' ? `${count} remboursement` : `${count} remboursements`),
    chart_taken: 'Encaissements',
    chart_active: 'Abonnements actifs',
    chart_declines: 'Refus des fournisseurs',
    chart_ended: 'Abonnements terminés',
    sales: 'Ventes',
    renewals: 'Renouvellements',
    highest: (value, day) => `Le plus haut\u00a0: ${value}, ${day}.`,
    nothing: 'Rien sur cette période.',
    figures: 'Les chiffres',
    day: 'Jour',
    week_of: (first, last) => `${first} – ${last}`,
    began: 'Débuts',
    ended: 'Fins',
    by_isp: 'Par fournisseur',
    isp: 'Fournisseur',
    reason: reasonIn('fr'),
  },
  en: {
    title: 'Today',
    latest: 'Latest transactions',
    all: 'All transactions',
    today: 'Taken in today',
    payments: (count) => (count === '1' ? '1 payment' : `${count} payments`),
    payments_name: 'Payments',
    period: 'Period',
    periods: { 7: '7 days', 30: '30 days', 90: '90 days' },
    until: 'Until',
    show: 'Show',
    taken: 'Taken in',
    taken_in: (days) => `Taken in within ${days} days`,
    against: (percent) => `${percent} against the days before`,
    active: 'Active subscriptions',
    moves: (began, ended) => `+ ${began} new, − ${ended} ended`,
    churn: 'Churn',
    churn_text: 'Ends, of those that were active at the start',
    declines: 'Declines',
    main_decline: (reason) => `Mostly: ${reason}`,
    no_declines: 'No declines',
    refunds: 'Refunded',
    refund_count: (count) => (count === '1' ? '1 refund' : `${count} refunds`),
    chart_taken: 'Taken in',
    chart_active: 'Active subscriptions',
    chart_declines: 'Declines of the providers',
    chart_ended: 'Subscriptions that ended',
    sales: 'Sales',
    renewals: 'Renewals',
    highest: (value, day) => `Highest: ${value}, ${day}.`,
    nothing: 'Nothing in this period.',
    figures: 'The figures',
    day: 'Day',
    week_of: (first, last) => `${first} – ${last}`,
    began: 'Began',
    ended: 'Ended',
    by_isp: 'By provider',
    isp: 'Provider',
    reason: reasonIn('en'),
  },
};
