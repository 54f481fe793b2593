import { type TaskOptionEntry, variableOf } from '@nx-testmon/core';

/** JSON schema of one option, as Nx reads it. */
function schemaOf({ kind, choices, file, description }: TaskOptionEntry): object {
  switch (kind) {
    case 'flag':
      return { type: 'boolean', description };
    case 'choice':
      return { type: 'string', enum: choices, description };
    case 'number':
      return { type: 'number', description };
    case 'percentage':
      return { type: 'string', description };
    case 'names':
      return { oneOf: [{ type: 'array', items: { type: 'string' } }, { type: 'string' }], description };
    case 'text': {
      const completion = file === undefined ? {} : { 'x-completion-type': 'file', 'x-completion-glob': file };
      return { type: 'string', description, ...completion };
    }
  }
}

/**
 * The executor's options by name, each flag followed by its other names. Without defaults, because an option
 * that Nx fills in could not be distinguished from one that the user gave.
 */
export function schemaProperties(table: readonly TaskOptionEntry[]): Readonly<Record<string, object>> {
  const entries = table.flatMap((option): (readonly [string, object])[] => {
    const { name, opposite, alias } = option;
    const other = `The opposite of \`${name}\`, and the default.`;
    const same = `The same as \`${name}\`, for \`--no-${alias}\`.`;
    return [
      [name, schemaOf(option)],
      ...(opposite === undefined ? [] : [[opposite, { type: 'boolean', description: other }] as const]),
      ...(alias === undefined ? [] : [[alias, { type: 'boolean', description: same }] as const]),
    ];
  });
  return Object.fromEntries(entries);
}

/** `a`, `b` or `c`. */
function listOf(choices: readonly string[]): string {
  const quoted = choices.map((one) => `\`${one}\``);
  return `${quoted.slice(0, -1).join(', ')} or ${quoted.at(-1)}`;
}

/** Rows of the table of options in the README. */
export function optionRows(table: readonly TaskOptionEntry[]): readonly string[] {
  return [
    '| option | variable | meaning |',
    '|---|---|---|',
    ...table.map(({ name, kind, opposite, alias, choices = [], description }) => {
      const also = kind === 'flag' ? ` (\`--no-${alias ?? opposite ?? name}\`)` : '';
      const values = kind === 'choice' ? ` One of ${listOf(choices)}.` : '';
      return `| \`${name}\`${also} | \`${variableOf(name)}\` | ${description}${values} |`;
    }),
  ];
}
