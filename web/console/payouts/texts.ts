import type { PayoutLineKind } from '../../../domain/payouts.ts';
import type { Locale } from '../../../domain/subscriptions.ts';

type PayoutTexts = {
  title: string;
  intro: string;
  balance: string;
  pending: string;
  pending_text: string;
  available: string;
  available_text: string;
  carried: string;
  carried_text: string;
  by_isp: string;
  isp_columns: Record<'isp' | 'days' | 'pending' | 'available', string>;
  days: (count: number) => string;
  statements: string;
  columns: Record<'month' | 'number' | 'earned' | 'paid' | 'carried' | 'made' | 'status', string>;
  status: Record<'paid_out' | 'carried_forward', string>;
  empty: string;
  make: string;
  make_text: string;
  make_month: string;
  make_wrong: string;
  make_button: string;
  detail_title: (month: string) => string;
  sums: string;
  sum_names: Record<'carried_in' | 'earned' | 'paid' | 'carried_out' | 'minimum' | 'made' | 'id', string>;
  lines: string;
  line_columns: Record<'kind' | 'isp' | 'what' | 'price' | 'count' | 'gross' | 'vat' | 'fee' | 'platform' | 'share', string>;
  kinds: Record<PayoutLineKind, string>;
  single: string;
  no_lines: string;
  csv: string;
  print: string;
};

export const PAYOUTS: Record<Locale, PayoutTexts> = {
  fr: {
    title: 'Reversements',
    intro:
      'Chaque mois fait l’objet d’un relevé\u00a0: ce que les fournisseurs ont encaissé pour vous et réglé, moins la TVA, leurs frais et les nôtres.',
    balance: 'Ce que nous vous devons',
    pending: 'En attente',
    pending_text: 'Ventes que les fournisseurs n’ont pas encore réglées.',
    available: 'Disponible',
    available_text: 'Réglé, pas encore sur un relevé.',
    carried: 'Reporté',
    carried_text: 'Reste du dernier relevé, sous le minimum.',
    by_isp: 'Par fournisseur',
    isp_columns: { isp: 'Fournisseur', days: 'Règle sous', pending: 'En attente', available: 'Disponible' },
    days: (count) => `${count} jours`,
    statements: 'Relevés',
    columns: { month: 'Mois', number: 'N°', earned: 'Gagné', paid: 'Versé', carried: 'Reporté', made: 'Établi', status: 'État' },
    status: { paid_out: 'Versé', carried_forward: 'Reporté' },
    empty: 'Pas encore de relevé. Le premier vient après la fin du mois de votre première vente.',
    make: 'Établir un relevé de test',
    make_text: 'En mode Test, vous n’attendez pas la fin du mois\u00a0: choisissez-en un, même futur sur une horloge de test.',
    make_month: 'Mois, comme 2027-01',
    make_wrong: 'Écrivez un mois, comme 2027-01.',
    make_button: 'Établir le relevé',
    detail_title: (month) => `Relevé de ${month}`,
    sums: 'Sommes',
    sum_names: {
      carried_in: 'Report du relevé d’avant',
      earned: 'Gagné ce mois',
      paid: 'Versé',
      carried_out: 'Reporté au suivant',
      minimum: 'Minimum versé',
      made: 'Établi',
      id: 'Identifiant',
    },
    lines: 'Détail',
    line_columns: {
      kind: 'Nature',
      isp: 'Fournisseur',
      what: 'Vendu',
      price: 'Prix',
      count: 'Nombre',
      gross: 'TTC',
      vat: 'TVA',
      fee: 'Sa part',
      platform: 'Plateforme',
      share: 'Votre part',
    },
    kinds: { sales: 'Ventes', refunds: 'Remboursements', clawbacks: 'Reprises' },
    single: 'À l’unité',
    no_lines: 'Rien ce mois.',
    csv: 'Télécharger (CSV)',
    print: 'Version à imprimer',
  },
  en: {
    title: 'Payouts',
    intro: 'Each month has a statement: what the providers took for you and settled, less VAT, their fees and ours.',
    balance: 'What we owe you',
    pending: 'Pending',
    pending_text: 'Sales that the providers have not settled yet.',
    available: 'Available',
    available_text: 'Settled, on no statement yet.',
    carried: 'Carried forward',
    carried_text: 'Left by the last statement, below the minimum.',
    by_isp: 'By provider',
    isp_columns: { isp: 'Provider', days: 'Settles within', pending: 'Pending', available: 'Available' },
    days: (count) => `${count} days`,
    statements: 'Statements',
    columns: { month: 'Month', number: 'No.', earned: 'Earned', paid: 'Paid out', carried: 'Carried', made: 'Made', status: 'Status' },
    status: { paid_out: 'Paid out', carried_forward: 'Carried forward' },
    empty: 'No statement yet. The first one comes after the end of the month of your first sale.',
    make: 'Make a test statement',
    make_text: 'In Test mode you don’t wait for the end of the month: choose one, also one ahead on a test clock.',
    make_month: 'Month, such as 2027-01',
    make_wrong: 'Write a month, such as 2027-01.',
    make_button: 'Make the statement',
    detail_title: (month) => `Statement of ${month}`,
    sums: 'Sums',
    sum_names: {
      carried_in: 'Carried from the one before',
      earned: 'Earned this month',
      paid: 'Paid out',
      carried_out: 'Carried to the next one',
      minimum: 'Least that is paid out',
      made: 'Made',
      id: 'Id',
    },
    lines: 'In detail',
    line_columns: {
      kind: 'Kind',
      isp: 'Provider',
      what: 'Sold',
      price: 'Price',
      count: 'Number',
      gross: 'Gross',
      vat: 'VAT',
      fee: 'Its share',
      platform: 'Platform',
      share: 'Your share',
    },
    kinds: { sales: 'Sales', refunds: 'Refunds', clawbacks: 'Clawbacks' },
    single: 'Single',
    no_lines: 'Nothing this month.',
    csv: 'Download (CSV)',
    print: 'To print',
  },
};
