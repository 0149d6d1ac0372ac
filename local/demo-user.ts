/** The person of the demo merchant: gets its mails, and may sign in for it. */
export const DEMO_MERCHANT_EMAIL = 'merchant@example.com';
