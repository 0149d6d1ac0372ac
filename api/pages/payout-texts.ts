import type { PayoutLineKind } from '../../domain/payouts.ts';
import type { Locale } from '../../domain/subscriptions.ts';

/** The words of a statement that is printed. */
export type PayoutTexts = {
  title: string;
  test: string;
  merchant: string;
  statement: string;
  month: string;
  number: string;
  made: string;
  sums: string;
  carried_in: string;
  earned: string;
  paid_out: string;
  carried_out: string;
  minimum: string;
  settled: string;
  settled_head: [isp: string, days: string, before: string];
  days: (count: number) => string;
  lines: string;
  lines_head: string[];
  kinds: Record<PayoutLineKind, string>;
  one_shot: string;
  periods: Record<'week' | 'month' | 'quarter', string>;
  total: string;
  none: string;
  explanation: string;
};

export const PAYOUT_TEXTS: Record<Locale, PayoutTexts> = {
  fr: {
    title: 'Relevé de reversement',
    test: 'Mode test : rien n’a été facturé, rien ne sera reversé.',
    merchant: 'Marchand',
    statement: 'Relevé',
    month: 'Mois',
    number: 'Numéro',
    made: 'Établi le',
    sums: 'Reversement',
    carried_in: 'Report du relevé précédent',
    earned: 'Acquis ce mois',
    paid_out: 'Reversé',
    carried_out: 'Reporté sur le relevé suivant',
    minimum: 'Montant minimum d’un reversement',
    settled: 'Ventes réglées par les fournisseurs d’accès',
    settled_head: ['Fournisseur', 'Délai', 'Ventes avant le'],
    days: (count) => `${count} jours`,
    lines: 'Détail',
    lines_head: ['Vente', 'Grille', 'Prix', 'Nombre', 'Brut', 'TVA 20 %', 'Fournisseur', 'Plateforme', 'Marchand'],
    kinds: { sales: 'Ventes', refunds: 'Remboursements', clawbacks: 'Reprises' },
    one_shot: 'codes',
    periods: { week: 'abonnement hebdomadaire', month: 'abonnement mensuel', quarter: 'abonnement trimestriel' },
    total: 'Total',
    none: 'Aucune vente ni aucun remboursement ce mois.',
    explanation:
      'Prix TVA comprise. TVA, part du fournisseur d’accès, part de la plateforme et part du marchand font le brut. Une reprise est le remboursement d’une vente qu’un relevé précédent a déjà reversée.',
  },
  en: {
    title: 'Payout statement',
    test: 'Test mode: nothing was billed, nothing will be paid out.',
    merchant: 'Merchant',
    statement: 'Statement',
    month: 'Month',
    number: 'Number',
    made: 'Made on',
    sums: 'Payout',
    carried_in: 'Carried in from the statement before',
    earned: 'Earned this month',
    paid_out: 'Paid out',
    carried_out: 'Carried into the next statement',
    minimum: 'Least amount that is paid out',
    settled: 'Sales settled by the internet providers',
    settled_head: ['Provider', 'Delay', 'Sales before'],
    days: (count) => `${count} days`,
    lines: 'Lines',
    lines_head: ['Sale', 'Grid', 'Price', 'Count', 'Gross', 'VAT 20%', 'Provider', 'Platform', 'Merchant'],
    kinds: { sales: 'Sales', refunds: 'Refunds', clawbacks: 'Clawbacks' },
    one_shot: 'codes',
    periods: { week: 'weekly subscription', month: 'monthly subscription', quarter: 'quarterly subscription' },
    total: 'Total',
    none: 'No sale and no refund this month.',
    explanation:
      'Prices include VAT. VAT and the shares of provider, platform and merchant sum to the gross. A clawback is the refund of a sale that an earlier statement has paid out.',
  },
};
