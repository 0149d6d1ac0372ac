import type { Locale } from '../../../domain/subscriptions.ts';

type SignInTexts = {
  title: string;
  intro: string;
  email: string;
  send: string;
  email_wrong: string;
  sent_title: string;
  sent: (email: string) => string;
  sent_hint: string;
  again: string;
  too_many: string;
  confirm_title: string;
  confirm: string;
  button: string;
  closed_title: string;
  closed: string;
  ask_again: string;
  choose_title: string;
  choose: string;
  signed_out: string;
};

export const SIGN_IN: Record<Locale, SignInTexts> = {
  fr: {
    title: 'Espace marchand',
    intro: 'Donnez votre adresse e-mail\u00a0: nous vous envoyons un lien pour vous connecter. Pas de mot de passe.',
    email: 'Adresse e-mail',
    send: 'Recevoir le lien',
    email_wrong: 'Écrivez une adresse e-mail, comme nom@exemple.fr.',
    sent_title: 'Regardez votre boîte aux lettres',
    sent: (email) => `Si ${email} a un accès, un lien de connexion vient d’y être envoyé. Il sert une seule fois, pendant 15 minutes.`,
    sent_hint: 'Rien reçu au bout de quelques minutes\u00a0? Regardez dans les indésirables, et vérifiez l’adresse.',
    again: 'Essayer une autre adresse',
    too_many: 'Trop de demandes depuis votre connexion. Attendez quelques minutes, puis recommencez.',
    confirm_title: 'Connexion',
    confirm: 'Un clic, et vous êtes dans votre espace marchand. Le lien ne servira plus ensuite.',
    button: 'Se connecter',
    closed_title: 'Ce lien ne sert plus',
    closed: 'Il a déjà servi, ou il date de plus de 15 minutes.',
    ask_again: 'Recevoir un nouveau lien',
    choose_title: 'Choisissez un marchand',
    choose: 'Votre adresse a accès à plusieurs marchands.',
    signed_out: 'Vous êtes déconnecté.',
  },
  en: {
    title: 'Merchant console',
    intro: 'Give your e-mail address: we send you a link to sign in with. No password.',
    email: 'E-mail address',
    send: 'Send me the link',
    email_wrong: 'Write an e-mail address, such as name@example.com.',
    sent_title: 'Look into your mailbox',
    sent: (email) => `If ${email} has access, a link to sign in was just sent there. It works once, for 15 minutes.`,
    sent_hint: 'Nothing after a few minutes? Look into the spam folder, and check the address.',
    again: 'Try another address',
    too_many: 'Too many requests from your connection. Wait for a few minutes, then try again.',
    confirm_title: 'Sign in',
    confirm: 'One click, and you are in your merchant console. The link will not work again after that.',
    button: 'Sign in',
    closed_title: 'This link no longer works',
    closed: 'It was used already, or it is more than 15 minutes old.',
    ask_again: 'Send me a new link',
    choose_title: 'Choose a merchant',
    choose: 'Your address has access to several merchants.',
    signed_out: 'You are signed out.',
  },
};
