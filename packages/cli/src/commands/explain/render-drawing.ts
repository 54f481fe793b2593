import { printable } from '@nx-testmon/core';
import type { DrawnNode, DependencyDrawing } from './drawing';

/** Renders a graph in the language of Mermaid, which GitHub and GitLab draw in Markdown. */
export function renderMermaid({ title, nodes, edges }: DependencyDrawing): string {
  const ids = idsOf(nodes);
  return [
    `%% ${printable(title)}`,
    'flowchart LR',
    ...nodes.map(({ name, kind }) => {
      const label = `"${escapeMermaid(printable(name))}"`;
      return `  ${ids.get(name)}${kind === 'test file' ? `([${label}])` : `[${label}]`}${kind === 'changed' ? ':::changed' : ''}`;
    }),
    ...edges.map(([from, to]) => `  ${ids.get(from)} --> ${ids.get(to)}`),
    ...(nodes.some(({ kind }) => kind === 'changed')
      ? ['  classDef changed stroke:#d97706,stroke-width:3px']
      : []),
  ].join('\n');
}

/** Renders a graph in the language of Graphviz. */
export function renderDot({ title, nodes, edges }: DependencyDrawing): string {
  const ids = idsOf(nodes);
  return [
    'digraph explain {',
    `  label=${quoteDot(title)};`,
    '  rankdir=LR;',
    '  node [shape=box];',
    ...nodes.map(({ name, kind }) => `  ${ids.get(name)} [label=${quoteDot(name)}${dotStyles[kind]}];`),
    ...edges.map(([from, to]) => `  ${ids.get(from)} -> ${ids.get(to)};`),
    '}',
  ].join('\n');
}

const dotStyles: Readonly<Record<DrawnNode['kind'], string>> = {
  'test file': ', style=rounded',
  module: '',
  changed: ', color="#d97706", penwidth=2',
};

function idsOf(nodes: readonly DrawnNode[]): ReadonlyMap<string, string> {
  return new Map(nodes.map(({ name }, at) => [name, `n${at}`]));
}

/** Inside quotes, Mermaid interprets HTML and its own form of entities. */
function escapeMermaid(text: string): string {
  return text.replace(/[#&<>"]/g, (character) => `#${character.charCodeAt(0)};`);
}

function quoteDot(text: string): string {
  return `"${printable(text).replace(/["\\]/g, '\\$&')}"`;
}
