import { type ComponentChildren, Fragment } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { formatCount, formatNumber } from '../src/view-model/format';
import { pageOfRow, pageRows } from '../src/view-model/page-rows';
import {
  formatOrder,
  parseOrder,
  type SortOrder,
  sortRows,
  type SortValue,
} from '../src/view-model/sort-rows';
import { useAddress } from './use-address';

export interface Column<Row> {
  readonly id: string;
  readonly title: string;
  readonly cell: (row: Row) => ComponentChildren;
  /** Without it, the column can't be sorted. */
  readonly value?: (row: Row) => SortValue;
  /** Numbers are aligned to the right, and the largest comes first. */
  readonly isNumber?: boolean;
  /** Hidden in small windows. */
  readonly isMinor?: boolean;
}

export interface TableContent<Row> {
  /** The title of the table, for screen readers. */
  readonly caption: string;
  readonly noun: string;
  readonly rows: readonly Row[];
  /** The first one names the row. */
  readonly columns: readonly Column<Row>[];
  /** As in an address: `name` or `-duration`. */
  readonly order: string;
  readonly keyOf: (row: Row) => string;
  /** The content of an open row. */
  readonly details?: (row: Row) => ComponentChildren;
  readonly empty: ComponentChildren;
}

/** A table that is sorted by its headers and shows a hundred rows at a time. The address contains its state. */
export function DataTable<Row>(content: TableContent<Row>) {
  const { caption, columns, keyOf, empty, rows } = content;
  const { parameters, change } = useAddress();
  const order = parseOrder(parameters['sort'] ?? content.order);
  const open = parameters['open'] ?? '';
  const column = columns.find(({ id }) => id === order.column);
  const sorted = column?.value ? sortRows(rows, column.value, order.isDescending) : [...rows];
  const openAt = open === '' ? -1 : sorted.findIndex((row) => keyOf(row) === open);
  const wanted = Number(parameters['page'] ?? (openAt < 0 ? 1 : pageOfRow(openAt)));
  const shown = pageRows(sorted, wanted);
  const body = useRef<HTMLTableSectionElement>(null);
  useLinkedRow(body);
  if (rows.length === 0) return <>{empty}</>;
  return (
    <>
      <div class="scroll" tabIndex={0} role="region" aria-label={caption}>
        <table>
          <caption class="hidden">{caption}</caption>
          <HeaderRow
            columns={columns}
            order={order}
            sortBy={(next) => change({ sort: formatOrder(next), page: '' })}
          />
          <tbody ref={body} onKeyDown={(event) => moveFocus(event, () => change({ open: '' }))}>
            {shown.rows.map((row) => {
              const key = keyOf(row);
              const toggle = () => change({ open: key === open ? '' : key, page: String(shown.page) });
              return <BodyRow key={key} row={row} content={content} isOpen={key === open} toggle={toggle} />;
            })}
          </tbody>
        </table>
      </div>
      <Pager
        {...shown}
        total={sorted.length}
        noun={content.noun}
        turn={(page) => change({ page: String(page) })}
      />
    </>
  );
}

/** An address that names a row leads to it. */
function useLinkedRow(body: { readonly current: HTMLTableSectionElement | null }): void {
  const { parameters } = useAddress();
  const open = parameters['open'] ?? '';
  useEffect(() => {
    const row = body.current?.querySelector<HTMLElement>('[aria-expanded="true"]');
    if (row && document.activeElement !== row) {
      row.scrollIntoView({ block: 'center' });
      row.focus({ preventScroll: true });
    }
  }, [open]);
}

function HeaderRow<Row>({
  columns,
  order,
  sortBy,
}: {
  readonly columns: readonly Column<Row>[];
  readonly order: SortOrder;
  readonly sortBy: (order: SortOrder) => void;
}) {
  return (
    <thead>
      <tr>
        {columns.map(({ id, title, value, isNumber = false, isMinor = false }) => {
          const isSorted = id === order.column;
          const direction = order.isDescending ? 'descending' : 'ascending';
          const isDescending = isSorted ? !order.isDescending : isNumber;
          return (
            <th
              key={id}
              scope="col"
              class={classOf(isNumber, isMinor)}
              {...(isSorted ? { 'aria-sort': direction } : {})}
            >
              {value ? (
                <button type="button" class="sort" onClick={() => sortBy({ column: id, isDescending })}>
                  {title}
                  <span aria-hidden="true" class="arrow">
                    {isSorted ? (order.isDescending ? '↓' : '↑') : ''}
                  </span>
                </button>
              ) : (
                title
              )}
            </th>
          );
        })}
      </tr>
    </thead>
  );
}

interface BodyRowContent<Row> {
  readonly row: Row;
  readonly content: TableContent<Row>;
  readonly isOpen: boolean;
  readonly toggle: () => void;
}

function BodyRow<Row>({ row, content, isOpen, toggle }: BodyRowContent<Row>) {
  const { columns, details } = content;
  const [first, ...others] = columns;
  return (
    <Fragment>
      <tr class={isOpen ? 'open' : ''}>
        <th scope="row">
          {details ? (
            <button type="button" class="row" aria-expanded={isOpen} onClick={toggle}>
              {first?.cell(row)}
            </button>
          ) : (
            first?.cell(row)
          )}
        </th>
        {others.map(({ id, cell, isNumber = false, isMinor = false }) => (
          <td key={id} class={classOf(isNumber, isMinor)}>
            {cell(row)}
          </td>
        ))}
      </tr>
      {isOpen && details && (
        <tr class="details">
          <td colSpan={columns.length}>{details(row)}</td>
        </tr>
      )}
    </Fragment>
  );
}

function classOf(isNumber: boolean, isMinor: boolean): string {
  return `${isNumber ? 'number' : ''} ${isMinor ? 'minor' : ''}`.trim();
}

/** `j` and `k` move through the rows, Escape closes the open one. */
function moveFocus(event: KeyboardEvent, close: () => void): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const body = event.currentTarget as HTMLElement;
  const rows = [...body.querySelectorAll<HTMLElement>('th[scope=row] :is(button, a)')];
  const at = rows.indexOf(document.activeElement as HTMLElement);
  if (event.key === 'Escape') close();
  else if (event.key === 'j' && at >= 0) rows[at + 1]?.focus();
  else if (event.key === 'k' && at >= 0) rows[at - 1]?.focus();
}

interface PagerContent {
  readonly page: number;
  readonly pages: number;
  readonly total: number;
  readonly noun: string;
  readonly turn: (page: number) => void;
}

function Pager({ page, pages, total, noun, turn }: PagerContent) {
  if (pages === 1) return null;
  return (
    <nav class="pager" aria-label="Pages of the table">
      <button type="button" disabled={page === 1} onClick={() => turn(page - 1)}>
        Previous
      </button>
      <span>
        Page {formatNumber(page)} of {formatNumber(pages)} · {formatCount(total, noun)}
      </span>
      <button type="button" disabled={page === pages} onClick={() => turn(page + 1)}>
        Next
      </button>
    </nav>
  );
}
