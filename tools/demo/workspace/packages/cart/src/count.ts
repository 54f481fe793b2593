export function count(items: Readonly<Record<string, number>>): number {
  return Object.values(items).reduce((sum, items) => sum + items, 0);
}
