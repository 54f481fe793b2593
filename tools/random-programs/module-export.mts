/** An export of a module. It is a number, or returns a number for a number. */
export interface ModuleExport {
  readonly module: number;
  readonly kind: 'function' | 'async' | 'arrow' | 'class' | 'object' | 'constant' | 'enum';
  readonly name: string;
}

/** An expression that uses an export. */
export function callOf({ kind, name }: Pick<ModuleExport, 'kind' | 'name'>, argument: string): string {
  switch (kind) {
    case 'constant':
      return name;
    case 'class':
      return `new ${name}(${argument}).value()`;
    case 'object':
      return `${name}.run(${argument})`;
    case 'enum':
      return `${name}.B`;
    default:
      return `${name}(${argument})`;
  }
}

/** A name with the module that it is imported from. */
export interface Use {
  readonly from: string;
  readonly name: string;
}

/** Import declarations for some uses. A use of `all.x` imports the name `all`. */
export function importsOf(uses: readonly Use[]): string {
  const names = new Map<string, Set<string>>();
  for (const { from, name } of uses) {
    const set = names.get(from) ?? new Set();
    names.set(from, set.add(name.replace(/\..*/, '')));
  }
  return [...names].map(([from, set]) => `import { ${[...set].join(', ')} } from '${from}';`).join('\n');
}
