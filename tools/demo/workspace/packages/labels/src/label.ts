import { Price, type Money } from '@demo/money';
import { truncate } from '@demo/text';

export function label(name: string, money: Money): string {
  return `${truncate(name, 8)}: ${new Price(money)}`;
}
