import type { Language } from '../visitor.ts';

const english = {
  title: 'Inbox',
  about: 'Every mail that this local stack sends, whoever it is for. None leaves this machine.',
  skip: 'Skip to content',
  other_language: 'Français',
  recipient: 'Recipient',
  search: 'Search',
  show_all: 'Show all',
  list: 'Messages, newest first',
  none: 'No message has come yet.',
  none_for: 'No message for this recipient.',
  no_subject: '(no subject)',
  older: 'Older messages',
  back: 'Back',
  from: 'From',
  to: 'To',
  received: 'Received',
  html_part: 'As it looks',
  html_frame: 'HTML of the message',
  html_alone: 'Open it alone',
  text_part: 'As text',
  headers: 'Headers',
  no_message: 'There is no such message',
  no_html: 'This message has no HTML',
  nothing: 'There is nothing here',
  bad_query: 'The query is not understood',
  failed: 'The inbox has failed',
  live: {
    on: 'New mails appear by themselves.',
    off: 'Connection lost, trying again…',
    paused: 'Updates are paused.',
    pause: 'Pause',
    resume: 'Resume',
    reload: 'Refresh this page',
  },
};

export type InboxTexts = typeof english;

const french: InboxTexts = {
  title: 'Boîte de réception',
  about: 'Tous les e-mails que cette installation locale envoie, quel que soit le destinataire. Aucun ne quitte cette machine.',
  skip: 'Aller au contenu',
  other_language: 'English',
  recipient: 'Destinataire',
  search: 'Chercher',
  show_all: 'Tout afficher',
  list: 'Messages, le plus récent d’abord',
  none: 'Aucun message pour le moment.',
  none_for: 'Aucun message pour ce destinataire.',
  no_subject: '(sans objet)',
  older: 'Messages plus anciens',
  back: 'Retour',
  from: 'De',
  to: 'À',
  received: 'Reçu',
  html_part: 'Tel qu’il s’affiche',
  html_frame: 'HTML du message',
  html_alone: 'L’ouvrir seul',
  text_part: 'En texte',
  headers: 'En-têtes',
  no_message: 'Ce message n’existe pas',
  no_html: 'Ce message n’a pas de HTML',
  nothing: 'Il n’y a rien ici',
  bad_query: 'La recherche n’est pas comprise',
  failed: 'La boîte de réception a rencontré une erreur',
  live: {
    on: 'Les nouveaux e-mails apparaissent d’eux-mêmes.',
    off: 'Connexion perdue, nouvel essai…',
    paused: 'Mise à jour en pause.',
    pause: 'Mettre en pause',
    resume: 'Reprendre',
    reload: 'Actualiser cette page',
  },
};

export const INBOX_TEXTS: Readonly<Record<Language, InboxTexts>> = { en: english, fr: french };

/** When a mail came, on the clock of Paris. */
export function instantText(instant: string, language: Language): string {
  const format = { dateStyle: 'medium', timeStyle: 'medium', timeZone: 'Europe/Paris' } as const;
  return new Intl.DateTimeFormat(language === 'fr' ? 'fr-FR' : 'en-GB', format).format(new Date(instant));
}
