import type { Locale } from '../../../domain/subscriptions.ts';

type TransactionTexts = {
  title: string;
  search: string;
  search_hint: string;
  isp: string;
  any_isp: string;
  status: string;
  any_status: string;
  refunded_any: string;
  from: string;
  until: string;
  find: string;
  clear: string;
  columns: Record<'reference' | 'what' | 'own_reference' | 'isp' | 'amount' | 'status' | 'date', string>;
  empty: string;
  empty_filter: string;
  period_number: (number: number) => string;
  single: string;
  detail_title: (reference: string) => string;
  facts: Record<
    | 'id'
    | 'amount'
    | 'refunded'
    | 'isp'
    | 'isp_reference'
    | 'document'
    | 'purchase'
    | 'subscription'
    | 'period'
    | 'due'
    | 'settled'
    | 'decline'
    | 'own_reference'
    | 'codes',
    string
  >;
  code_status: Record<'unused' | 'used', string>;
  what_it_is: string;
  attempts: string;
  attempt_columns: Record<'number' | 'outcome' | 'sent' | 'finished' | 'correlator', string>;
  no_attempts: string;
  refunds: string;
  refund_columns: Record<'amount' | 'status' | 'reason' | 'asked' | 'settled', string>;
  refund: string;
  refund_intro: (left: string) => string;
  refund_amount: string;
  refund_amount_hint: (left: string) => string;
  refund_amount_wrong: string;
  refund_reason: string;
  refund_reason_hint: string;
  refund_reason_wrong: string;
  refund_button: string;
  refund_done: string;
  refund_under_way: string;
  callbacks: string;
  callback_columns: Record<'type' | 'date' | 'status', string>;
  no_callbacks: string;
};

export const TRANSACTIONS: Record<Locale, TransactionTexts> = {
  fr: {
    title: 'Transactions',
    search: 'Rechercher',
    search_hint: 'Identifiant, référence, ou votre propre référence',
    isp: 'Fournisseur',
    any_isp: 'Tous',
    status: 'État',
    any_status: 'Tous',
    refunded_any: 'Remboursée',
    from: 'Du',
    until: 'Au',
    find: 'Filtrer',
    clear: 'Tout afficher',
    columns: {
      reference: 'Référence',
      what: 'Document',
      own_reference: 'Votre référence',
      isp: 'Fournisseur',
      amount: 'Montant',
      status: 'État',
      date: 'Date',
    },
    empty: 'Pas encore de transaction. La première vente apparaîtra ici.',
    empty_filter: 'Aucune transaction ne correspond à ces critères.',
    period_number: (number) => `période ${number}`,
    single: 'achat unique',
    detail_title: (reference) => `Transaction ${reference}`,
    facts: {
      id: 'Identifiant',
      amount: 'Montant',
      refunded: 'Dont remboursé',
      isp: 'Fournisseur',
      isp_reference: 'Référence chez le fournisseur',
      document: 'Document',
      purchase: 'Achat',
      subscription: 'Abonnement',
      period: 'Période payée',
      due: 'Échéance',
      settled: 'Réglée le',
      decline: 'Motif du refus',
      own_reference: 'Votre référence',
      codes: 'Codes',
    },
    code_status: { unused: 'pas encore utilisé', used: 'utilisé' },
    what_it_is: 'Résumé',
    attempts: 'Essais auprès du fournisseur',
    attempt_columns: { number: 'Essai', outcome: 'Résultat', sent: 'Envoyé', finished: 'Terminé', correlator: 'Corrélateur' },
    no_attempts: 'Rien n’a encore été envoyé.',
    refunds: 'Remboursements',
    refund_columns: { amount: 'Montant', status: 'État', reason: 'Motif', asked: 'Demandé', settled: 'Terminé' },
    refund: 'Rembourser',
    refund_intro: (left) => `L’acheteur récupère l’argent sur une prochaine facture de son fournisseur. Il reste ${left} à rembourser.`,
    refund_amount: 'Montant en euros',
    refund_amount_hint: (left) => `Au plus ${left}.`,
    refund_amount_wrong: 'Écrivez un montant en euros, comme 2,50.',
    refund_reason: 'Motif',
    refund_reason_hint: 'Le fournisseur et le dossier le montrent.',
    refund_reason_wrong: 'Écrivez un motif, en 200 signes au plus et sur une ligne.',
    refund_button: 'Rembourser',
    refund_done: 'Le remboursement est fait.',
    refund_under_way: 'Le remboursement est demandé. Son état se met à jour ici.',
    callbacks: 'Callbacks',
    callback_columns: { type: 'Événement', date: 'Date', status: 'Livraison' },
    no_callbacks: 'Aucun événement pour cet achat.',
  },
  en: {
    title: 'Transactions',
    search: 'Search',
    search_hint: 'Id, reference, or your own reference',
    isp: 'Provider',
    any_isp: 'All',
    status: 'Status',
    any_status: 'All',
    refunded_any: 'Refunded',
    from: 'From',
    until: 'To',
    find: 'Filter',
    clear: 'Show all',
    columns: {
      reference: 'Reference',
      what: 'Document',
      own_reference: 'Your reference',
      isp: 'Provider',
      amount: 'Amount',
      status: 'Status',
      date: 'Date',
    },
    empty: 'No transaction yet. The first sale will appear here.',
    empty_filter: 'No transaction meets these conditions.',
    period_number: (number) => `period ${number}`,
    single: 'single purchase',
    detail_title: (reference) => `Transaction ${reference}`,
    facts: {
      id: 'Id',
      amount: 'Amount',
      refunded: 'Refunded of it',
      isp: 'Provider',
      isp_reference: 'Reference at the provider',
      document: 'Document',
      purchase: 'Purchase',
      subscription: 'Subscription',
      period: 'Paid period',
      due: 'Due',
      settled: 'Settled',
      decline: 'Reason of the refusal',
      own_reference: 'Your reference',
      codes: 'Codes',
    },
    code_status: { unused: 'not used yet', used: 'used' },
    what_it_is: 'Summary',
    attempts: 'Attempts at the provider',
    attempt_columns: { number: 'Attempt', outcome: 'Outcome', sent: 'Sent', finished: 'Finished', correlator: 'Correlator' },
    no_attempts: 'Nothing has been sent yet.',
    refunds: 'Refunds',
    refund_columns: { amount: 'Amount', status: 'Status', reason: 'Reason', asked: 'Asked for', settled: 'Finished' },
    refund: 'Refund',
    refund_intro: (left) => `The buyer gets the money back on a coming invoice of the provider. ${left} is left to refund.`,
    refund_amount: 'Amount in euros',
    refund_amount_hint: (left) => `At most ${left}.`,
    refund_amount_wrong: 'Write an amount in euros, such as 2.50.',
    refund_reason: 'Reason',
    refund_reason_hint: 'The provider and the dossier show it.',
    refund_reason_wrong: 'Write a reason, of at most 200 characters and on one line.',
    refund_button: 'Refund',
    refund_done: 'The refund is made.',
    refund_under_way: 'The refund is asked for. Its status is updated here.',
    callbacks: 'Callbacks',
    callback_columns: { type: 'Event', date: 'Date', status: 'Delivery' },
    no_callbacks: 'No event for this purchase.',
  },
};
