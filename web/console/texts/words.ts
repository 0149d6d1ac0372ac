import type { ChargeStatus, DeclineReason } from '../../../domain/charges.ts';
import type { Period } from '../../../domain/offers.ts';
import type { EndReason, EndSource, Locale, SubscriptionStatus } from '../../../domain/subscriptions.ts';
import type { EventView, RefundView } from '../../../usecases/types.ts';

export type AttemptOutcome = 'sent' | 'not_sent' | 'succeeded' | 'declined' | 'in_doubt' | 'not_charged';

type Words = {
  charge_status: Record<ChargeStatus | 'partly_refunded' | 'refunded', string>;
  attempt_outcome: Record<AttemptOutcome, string>;
  refund_status: Record<RefundView['status'], string>;
  subscription_status: Record<SubscriptionStatus, string>;
  delivery_status: Record<EventView['delivery_status'], string>;
  decline: Record<DeclineReason, string>;
  end_reason: Record<EndReason, string>;
  end_source: Record<EndSource, string>;
  period: Record<Period, string>;
  per_period: Record<Period, (price: string) => string>;
};

/** What the closed lists of the domain are called by people. */
export const WORDS: Record<Locale, Words> = {
  fr: {
    charge_status: {
      intent: 'À envoyer',
      sent: 'Envoyée',
      succeeded: 'Payée',
      declined: 'Refusée',
      in_doubt: 'En vérification',
      not_charged: 'Non prélevée',
      waived: 'Non facturée',
      void: 'Annulée',
      partly_refunded: 'Remboursée en partie',
      refunded: 'Remboursée',
    },
    attempt_outcome: {
      sent: 'envoyé, réponse attendue',
      not_sent: 'non envoyé',
      succeeded: 'payé',
      declined: 'refusé',
      in_doubt: 'sans réponse, en vérification',
      not_charged: 'rien n’a été prélevé',
    },
    refund_status: {
      processing: 'En cours',
      succeeded: 'Remboursé',
      declined: 'Refusé par le fournisseur',
      in_doubt: 'En vérification',
    },
    subscription_status: { pending: 'En attente', active: 'Actif', past_due: 'Impayé', in_doubt: 'En vérification', ended: 'Terminé' },
    delivery_status: {
      none: 'Sans adresse de callback',
      pending: 'À livrer',
      retrying: 'Nouvel essai prévu',
      delivered: 'Livré',
      failed: 'Non livré',
      disabled: 'Callback désactivé',
    },
    decline: {
      insufficient_ceiling: 'plafond de la ligne atteint',
      line_suspended: 'ligne suspendue',
      line_closed: 'ligne résiliée',
      purchases_blocked: 'achats bloqués par l’abonné',
      mandate_revoked: 'autorisation retirée chez le fournisseur',
      token_rejected: 'autorisation non reconnue',
      monthly_cap_reached: 'limite légale de 300\u00a0€ par mois atteinte',
      not_charged: 'rien n’a été prélevé',
      expired: 'délai dépassé',
      unknown: 'motif non communiqué',
    },
    end_reason: {
      unsubscribed: 'résilié',
      mandate_revoked: 'autorisation retirée chez le fournisseur',
      declined: 'refus définitif du fournisseur',
      dunning_exhausted: 'impayé après le dernier essai',
      not_charged: 'premier paiement non prélevé',
      expired: 'premier paiement trop tardif',
    },
    end_source: {
      email_link: 'par l’acheteur, depuis le lien du mail',
      one_click: 'par l’acheteur, depuis sa messagerie',
      isp: 'par l’acheteur, chez son fournisseur',
      merchant: 'par vous',
      ops: 'par le support',
    },
    period: { week: 'Hebdomadaire', month: 'Mensuel', quarter: 'Trimestriel' },
    per_period: {
      week: (price) => `${price} par semaine`,
      month: (price) => `${price} par mois`,
      quarter: (price) => `${price} par trimestre`,
    },
  },
  en: {
    charge_status: {
      intent: 'To be sent',
      sent: 'Sent',
      succeeded: 'Paid',
      declined: 'Declined',
      in_doubt: 'Being checked',
      not_charged: 'Not charged',
      waived: 'Not billed',
      void: 'Cancelled',
      partly_refunded: 'Partly refunded',
      refunded: 'Refunded',
    },
    attempt_outcome: {
      sent: 'sent, waiting for the answer',
      not_sent: 'not sent',
      succeeded: 'paid',
      declined: 'declined',
      in_doubt: 'no answer, being checked',
      not_charged: 'nothing was charged',
    },
    refund_status: { processing: 'Under way', succeeded: 'Refunded', declined: 'Declined by the provider', in_doubt: 'Being checked' },
    subscription_status: { pending: 'Pending', active: 'Active', past_due: 'Past due', in_doubt: 'Being checked', ended: 'Ended' },
    delivery_status: {
      none: 'No callback URL',
      pending: 'To be delivered',
      retrying: 'Will be retried',
      delivered: 'Delivered',
      failed: 'Not delivered',
      disabled: 'Callback disabled',
    },
    decline: {
      insufficient_ceiling: 'spending limit of the line reached',
      line_suspended: 'line suspended',
      line_closed: 'line closed',
      purchases_blocked: 'purchases blocked by the subscriber',
      mandate_revoked: 'authorisation withdrawn at the provider',
      token_rejected: 'authorisation not recognised',
      monthly_cap_reached: 'legal limit of €300 a month reached',
      not_charged: 'nothing was charged',
      expired: 'took too long',
      unknown: 'no reason given',
    },
    end_reason: {
      unsubscribed: 'unsubscribed',
      mandate_revoked: 'authorisation withdrawn at the provider',
      declined: 'definite refusal of the provider',
      dunning_exhausted: 'unpaid after the last try',
      not_charged: 'first payment not charged',
      expired: 'first payment came too late',
    },
    end_source: {
      email_link: 'by the buyer, from the link in the mail',
      one_click: 'by the buyer, from the mail program',
      isp: 'by the buyer, at the provider',
      merchant: 'by you',
      ops: 'by support',
    },
    period: { week: 'Weekly', month: 'Monthly', quarter: 'Quarterly' },
    per_period: { week: (price) => `${price} a week`, month: (price) => `${price} a month`, quarter: (price) => `${price} a quarter` },
  },
};
