import Table, { type HorizontalAlignment } from 'cli-table3';

const chars = Object.fromEntries(
  [
    'top',
    'top-mid',
    'top-left',
    'top-right',
    'bottom',
    'bottom-mid',
    'bottom-left',
    'bottom-right',
    'left',
    'left-mid',
    'mid',
    'mid-mid',
    'right',
    'right-mid',
    'middle',
  ].map((name) => [name, '']),
);

/** No frame, and two spaces between the columns. */
const style = { head: [], border: [], compact: true, 'padding-left': 0, 'padding-right': 2 };

export interface PlainTable {
  readonly head: readonly string[];
  /** By column. */
  readonly align: readonly HorizontalAlignment[];
  readonly rows: readonly (readonly string[])[];
}

/** A table without a frame. No line ends with spaces. */
export function renderTable({ head, align, rows }: PlainTable): string {
  const table = new Table({ chars, style, head: [...head], colAligns: [...align] });
  table.push(...rows.map((row) => [...row]));
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}
