import { add, type Money } from '@demo/money';

export function total(prices: readonly Money[]): Money {
  return prices.reduce(add, { cents: 0, currency: prices[0]?.currency ?? 'EUR' });
}
