import { count } from '@nx-testmon/core';

/** A line of a tree, with the lines below it. */
export interface TreeNode {
  /** The text of one line. */
  readonly text: string;
  readonly children?: readonly TreeNode[];
}

/** Renders a tree as lines, with the root at the left margin. */
export function renderTree({ text, children = [] }: TreeNode): string[] {
  return [
    text,
    ...children.flatMap((child, at) => {
      const [first = '', ...rest] = renderTree(child);
      const isLast = at === children.length - 1;
      return [`${isLast ? '└─' : '├─'} ${first}`, ...rest.map((line) => `${isLast ? '  ' : '│ '} ${line}`)];
    }),
  ];
}

/**
 * Renders the first items of a list as nodes, and a last node that counts the others.
 *
 * @param noun of one item, such as `module`
 */
export function boundedNodes<Item>(
  items: readonly Item[],
  { limit, noun }: { readonly limit: number; readonly noun: string },
  toNode: (item: Item) => TreeNode,
): TreeNode[] {
  const more = items.length - limit;
  const rest = more > 0 ? [{ text: `and ${count(more, `more ${noun}`)}; --json lists them all` }] : [];
  return [...items.slice(0, limit).map(toNode), ...rest];
}
