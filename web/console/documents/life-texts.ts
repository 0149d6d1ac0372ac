import type { Locale } from '../../../domain/subscriptions.ts';

/** What of a document changes from one version to the next. */
export type VersionField = 'name' | 'site_url' | 'locale' | 'callback_url' | 'price' | 'max_codes' | 'offers';

type DocumentLifeTexts = {
  archived: string;
  archived_title: string;
  archived_link: string;
  archived_empty: string;
  archived_since: string;
  archived_text: string;
  sale: string;
  archive: string;
  archive_question: string;
  archive_button: string;
  unarchive: string;
  done: Record<'archived' | 'unarchived', string>;
  versions: string;
  versions_text: string;
  version_columns: Record<'number' | 'since' | 'changes', string>;
  first: string;
  fields: Record<VersionField, string>;
  change: (field: string, before: string, after: string) => string;
  nothing: string;
};

export const DOCUMENT_LIFE: Record<Locale, DocumentLifeTexts> = {
  fr: {
    archived: 'Archivé',
    archived_title: 'Documents archivés',
    archived_link: 'Documents archivés',
    archived_empty: 'Aucun document archivé.',
    archived_since: 'Archivé depuis',
    archived_text:
      'Ce document n’est plus en vente\u00a0: vos liens et vos boutons ne vendent plus rien. Les abonnements en cours se renouvellent, à leur prix, et les codes vendus marchent toujours.',
    sale: 'En vente',
    archive: 'Archiver ce document…',
    archive_question:
      'Arrêter les ventes\u00a0? Vos liens et vos boutons ne vendront plus rien, tout de suite. Les abonnements en cours se renouvellent, à leur prix, et les codes vendus marchent toujours. Vous pourrez le remettre en vente.',
    archive_button: 'Oui, archiver',
    unarchive: 'Remettre en vente',
    done: {
      archived: 'Le document est archivé\u00a0: rien de nouveau n’est vendu.',
      unarchived: 'Le document est de nouveau en vente.',
    },
    versions: 'Versions',
    versions_text: 'Chaque vente garde la version et le prix auxquels elle a été faite.',
    version_columns: { number: 'Version', since: 'Depuis', changes: 'Ce qui a changé' },
    first: 'Première version',
    fields: {
      name: 'Nom',
      site_url: 'Site',
      locale: 'Langue',
      callback_url: 'Callback',
      price: 'Prix',
      max_codes: 'Codes au plus',
      offers: 'Offres',
    },
    change: (field, before, after) => `${field}\u00a0: ${after} (avant\u00a0: ${before})`,
    nothing: 'aucun',
  },
  en: {
    archived: 'Archived',
    archived_title: 'Archived documents',
    archived_link: 'Archived documents',
    archived_empty: 'No document is archived.',
    archived_since: 'Archived since',
    archived_text:
      'This document is no longer sold: your links and buttons sell nothing. Running subscriptions renew on, at their price, and codes that were sold still work.',
    sale: 'On sale',
    archive: 'Archive this document…',
    archive_question:
      'Stop selling? Your links and buttons will sell nothing from then on. Running subscriptions renew on, at their price, and codes that were sold still work. You can put it back on sale.',
    archive_button: 'Yes, archive it',
    unarchive: 'Put back on sale',
    done: {
      archived: 'The document is archived: nothing new is sold.',
      unarchived: 'The document is on sale again.',
    },
    versions: 'Versions',
    versions_text: 'Each sale keeps the version and the price that it was made under.',
    version_columns: { number: 'Version', since: 'Since', changes: 'What changed' },
    first: 'First version',
    fields: {
      name: 'Name',
      site_url: 'Site',
      locale: 'Language',
      callback_url: 'Callback',
      price: 'Price',
      max_codes: 'Codes at most',
      offers: 'Offers',
    },
    change: (field, before, after) => `${field}: ${after} (before: ${before})`,
    nothing: 'none',
  },
};
