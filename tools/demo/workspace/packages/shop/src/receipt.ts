import { total } from '@demo/cart';
import { label } from '@demo/labels';
import { Price, type Money } from '@demo/money';

export function receipt(articles: Readonly<Record<string, Money>>): string[] {
  const lines = Object.entries(articles).map(([name, money]) => label(name, money));
  return [...lines, `total: ${new Price(total(Object.values(articles)))}`];
}
