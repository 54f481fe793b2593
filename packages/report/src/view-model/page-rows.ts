/** How many rows of a table are in the document at once. */
export const rowsOnPage = 100;

/** A part of the rows, with its page number. */
export interface RowsOnPage<Row> {
  readonly rows: readonly Row[];
  /** From 1. */
  readonly page: number;
  readonly pages: number;
}

/** @param wanted from 1; a number beyond the last page means the last page */
export function pageRows<Row>(all: readonly Row[], wanted: number): RowsOnPage<Row> {
  const pages = Math.max(1, Math.ceil(all.length / rowsOnPage));
  const page = Math.min(Math.max(1, Math.floor(wanted) || 1), pages);
  return { rows: all.slice((page - 1) * rowsOnPage, page * rowsOnPage), page, pages };
}

/** The page that shows a row. */
export function pageOfRow(index: number): number {
  return Math.floor(index / rowsOnPage) + 1;
}
