/** The pages of the report, in the order of the navigation. */
export const pages = ['overview', 'tests', 'untested', 'time', 'edits', 'fallbacks'] as const;

export type Page = (typeof pages)[number];

/** The content of the URL hash: a page, its filters, its order and the open row. */
export interface PageAddress {
  readonly page: Page;
  readonly parameters: Readonly<Record<string, string>>;
}

/** Reads `#/tests?project=shop&q=cart`. What is not understood is the first page. */
export function parseAddress(hash: string): PageAddress {
  const [path = '', query = ''] = hash.replace(/^#?\/?/, '').split(/\?(.*)/s);
  const page = pages.find((one) => one === path);
  if (page === undefined) return { page: pages[0], parameters: {} };
  return { page, parameters: Object.fromEntries(new URLSearchParams(query)) };
}

/** Empty parameters are left out. */
export function formatAddress({ page, parameters }: PageAddress): string {
  const set = Object.entries(parameters).filter(([, value]) => value !== '');
  const query = new URLSearchParams(set).toString();
  return query === '' ? `#/${page}` : `#/${page}?${query}`;
}
