import { type BlockModel, membersOf, type Reference } from '@nx-testmon/core';
import type { Declaration, SourceParts } from './split-declarations';

/**
 * Declarations that code may use while the module loads. Their position matters: code after them sees a value, code
 * before them throws. Other declarations can be added, removed and moved without a visible effect.
 */
export function touchedByLoading(
  parts: SourceParts,
  blocks: readonly BlockModel[],
  start: readonly Reference[],
  members: readonly string[],
): ReadonlySet<Declaration> {
  const references = new Map<string, Reference[]>();
  const declarations = new Map<string, string>();
  const classes = parts.declarations.filter(({ name }) => members.includes(membersOf(name)));
  for (const { name } of classes) declarations.set(membersOf(name), name);
  for (const { name, parent = name, references: own } of blocks) {
    const declaration = declarations.get(parent) ?? parent;
    declarations.set(name, declaration);
    const isPrivate = parent === name && name.startsWith('#');
    for (const owner of isPrivate ? classes.map((one) => one.name) : [declaration])
      references.set(owner, [...(references.get(owner) ?? []), ...own]);
  }
  const touched = new Set<Declaration>(
    parts.declarations.filter(({ eager }) => eager === 'yes' || eager === 'members'),
  );
  for (const { name } of start) addTo(touched, parts.names.get(name));
  for (const { name } of touched) {
    for (const reference of references.get(name) ?? []) addTo(touched, parts.names.get(reference.name));
  }
  return touched;
}

function addTo<Item>(items: Set<Item>, item: Item | undefined): void {
  if (item !== undefined) items.add(item);
}
