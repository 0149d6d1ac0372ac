/** What ops and the `temporal` CLI find workflows by; all three are of the type Keyword. */
export const SEARCH_ATTRIBUTES = ['Isp', 'Merchant', 'BillingStatus'] as const;
