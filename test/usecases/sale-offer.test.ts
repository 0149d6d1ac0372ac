import { expect, test } from '@jest/globals';
import { saleOffer } from '../../usecases/sale-terms.ts';

const offers = [
  { id: 'off_short', period: 'week', price_cents: 300n },
  { id: 'off_long', period: 'week', price_cents: 500n },
  { id: 'off_month', period: 'month', price_cents: 1_000n },
] as const;
const terms = { offers: offers.map((offer) => ({ ...offer })) };

test('an offer is named by its period where that is one, and by its id', () => {
  expect(saleOffer(terms, 'month').id).toBe('off_month');
  expect(saleOffer(terms, 'off_long').id).toBe('off_long');
});

test.each([
  ['week', 'The document has 2 offers by the week: name one by its id.'],
  ['quarter', 'The document has no offer quarter.'],
  ['off_other', 'The document has no offer off_other.'],
])('an offer %s is refused: %s', (wanted, message) => {
  expect(() => saleOffer(terms, wanted)).toThrow(expect.objectContaining({ code: 'offer_unknown', message }));
});
