/** The areas of the console, in the order of its navigation. */
export const NAVIGATION = [
  { name: 'home', href: '/console' },
  { name: 'transactions', href: '/console/transactions' },
  { name: 'subscriptions', href: '/console/subscriptions' },
  { name: 'documents', href: '/console/documents' },
  { name: 'payouts', href: '/console/payouts' },
  { name: 'events', href: '/console/events' },
  { name: 'keys', href: '/console/keys' },
  { name: 'clocks', href: '/console/test-clocks' },
  { name: 'integration', href: '/console/integration' },
] as const;

export type NavigationName = (typeof NAVIGATION)[number]['name'];
