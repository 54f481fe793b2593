/**
 * The value by which rows are sorted: text in the order of the language, numbers by size. Missing values come last.
 */
export type SortValue = string | number | undefined;

/** The order of a table: a column, and its direction. */
export interface SortOrder {
  readonly column: string;
  readonly isDescending: boolean;
}

/** Reads `name` or `-duration`. */
export function parseOrder(text: string): SortOrder {
  return text.startsWith('-')
    ? { column: text.slice(1), isDescending: true }
    : { column: text, isDescending: false };
}

export function formatOrder({ column, isDescending }: SortOrder): string {
  return isDescending ? `-${column}` : column;
}

/** A sorted copy. Rows with equal values keep their order. */
export function sortRows<Row>(
  rows: readonly Row[],
  valueOf: (row: Row) => SortValue,
  isDescending: boolean,
): Row[] {
  const collator = new Intl.Collator('en', { numeric: true });
  return rows
    .map((row) => ({ row, value: valueOf(row) }))
    .sort(({ value: one }, { value: other }) => {
      if (one === undefined || other === undefined)
        return Number(one === undefined) - Number(other === undefined);
      const order =
        typeof one === 'number' && typeof other === 'number'
          ? one - other
          : collator.compare(String(one), String(other));
      return isDescending ? -order : order;
    })
    .map(({ row }) => row);
}
