import type { SecretStatus } from '../../../domain/credentials.ts';
import type { Locale } from '../../../domain/subscriptions.ts';

type KeyTexts = {
  title: string;
  keys: string;
  keys_text: string;
  key_columns: Record<'key' | 'mode' | 'created' | 'used' | 'status', string>;
  never_used: string;
  active: string;
  revoked: string;
  no_keys: string;
  create: string;
  create_mode: string;
  create_button: string;
  new_key: string;
  new_key_text: string;
  key_gone: string;
  revoke: string;
  revoke_text: string;
  revoked_done: string;
  secrets: string;
  secrets_text: string;
  secret_columns: Record<'secret' | 'created' | 'until' | 'status', string>;
  secret_status: Record<SecretStatus, string>;
  rotate: string;
  rotate_text: string;
  rotate_hours: string;
  rotate_hours_hint: string;
  rotate_hours_wrong: string;
  rotate_button: string;
  new_secret: string;
  new_secret_text: string;
  secret_gone: string;
  retire: string;
  retire_text: string;
  retired_done: string;
};

export const KEYS: Record<Locale, KeyTexts> = {
  fr: {
    title: 'Clés et secrets',
    keys: 'Clés d’API',
    keys_text: 'Avec une clé, votre serveur vend et rembourse en votre nom. Une clé de test ne touche que des données de test.',
    key_columns: { key: 'Clé', mode: 'Mode', created: 'Créée', used: 'Dernier usage', status: 'État' },
    never_used: 'jamais',
    active: 'Active',
    revoked: 'Révoquée',
    no_keys: 'Pas encore de clé.',
    create: 'Nouvelle clé',
    create_mode: 'Pour quelles données',
    create_button: 'Créer la clé',
    new_key: 'Votre nouvelle clé',
    new_key_text: 'Copiez-la maintenant\u00a0: elle ne sera plus jamais montrée. Gardez-la sur votre serveur, jamais dans une page.',
    key_gone: 'Cette clé a déjà été montrée et ne peut plus l’être. Révoquez-la et créez-en une autre.',
    revoke: 'Révoquer',
    revoke_text: 'Les appels avec cette clé sont refusés aussitôt. C’est définitif.',
    revoked_done: 'La clé est révoquée.',
    secrets: 'Secrets de callback',
    secrets_text: 'Ils signent ce que nous annonçons à votre adresse de callback\u00a0: vérifiez chaque signature avec eux.',
    secret_columns: { secret: 'Secret', created: 'Créé', until: 'Signe jusqu’au', status: 'État' },
    secret_status: { current: 'Signe', expiring: 'Signe encore', retired: 'Retiré' },
    rotate: 'Changer de secret',
    rotate_text: 'Le nouveau signe tout de suite. L’ancien signe à côté de lui le temps que vous changiez votre serveur.',
    rotate_hours: 'Heures de recouvrement',
    rotate_hours_hint: 'Vide\u00a0: la durée habituelle. 0\u00a0: l’ancien s’arrête aussitôt.',
    rotate_hours_wrong: 'Écrivez un nombre d’heures, de 0 à 720, ou rien.',
    rotate_button: 'Créer un nouveau secret',
    new_secret: 'Votre nouveau secret',
    new_secret_text: 'Copiez-le maintenant\u00a0: il ne sera plus jamais montré.',
    secret_gone: 'Ce secret a déjà été montré et ne peut plus l’être. Créez-en un autre.',
    retire: 'Retirer',
    retire_text: 'Ce secret ne signe plus rien, aussitôt.',
    retired_done: 'Le secret est retiré.',
  },
  en: {
    title: 'Keys and secrets',
    keys: 'API keys',
    keys_text: 'With a key your server sells and refunds in your name. A test key touches test data only.',
    key_columns: { key: 'Key', mode: 'Mode', created: 'Created', used: 'Last used', status: 'Status' },
    never_used: 'never',
    active: 'Active',
    revoked: 'Revoked',
    no_keys: 'No key yet.',
    create: 'New key',
    create_mode: 'For which data',
    create_button: 'Create the key',
    new_key: 'Your new key',
    new_key_text: 'Copy it now: it will never be shown again. Keep it on your server, never in a page.',
    key_gone: 'This key was shown already and can’t be shown again. Revoke it and create another.',
    revoke: 'Revoke',
    revoke_text: 'Calls with this key are refused at once. This can’t be undone.',
    revoked_done: 'The key is revoked.',
    secrets: 'Callback secrets',
    secrets_text: 'They sign what we tell your callback URL: check each signature with them.',
    secret_columns: { secret: 'Secret', created: 'Created', until: 'Signs until', status: 'Status' },
    secret_status: { current: 'Signs', expiring: 'Still signs', retired: 'Retired' },
    rotate: 'Change the secret',
    rotate_text: 'The new one signs at once. The old one signs beside it while you change your server.',
    rotate_hours: 'Hours of overlap',
    rotate_hours_hint: 'Empty: the usual time. 0: the old one stops at once.',
    rotate_hours_wrong: 'Write a number of hours, from 0 to 720, or nothing.',
    rotate_button: 'Create a new secret',
    new_secret: 'Your new secret',
    new_secret_text: 'Copy it now: it will never be shown again.',
    secret_gone: 'This secret was shown already and can’t be shown again. Create another.',
    retire: 'Retire',
    retire_text: 'This secret signs nothing more, at once.',
    retired_done: 'The secret is retired.',
  },
};
