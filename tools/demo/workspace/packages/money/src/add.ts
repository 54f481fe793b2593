import type { Money } from './money';

export function add(one: Money, other: Money): Money {
  return { cents: one.cents + other.cents, currency: one.currency };
}
