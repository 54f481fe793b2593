import { Memo } from '../memo';
import type { Tsconfig, Tsconfigs } from './tsconfigs';

interface Settings {
  readonly tsconfigs: readonly Tsconfig[];
  readonly conditions: readonly string[];
}

export interface FolderSettingsInput {
  readonly tsconfigs: Tsconfigs;
  /** Conditions of the suite's test runner, as it writes them. */
  readonly conditions: readonly string[];
  readonly projectRootOf: (path: string) => string;
}

/** The settings for imports in a folder, from tsconfig files and the suite's configuration. */
export class FolderSettings {
  private readonly known = new Memo((folder) => this.read(folder));

  constructor(private readonly input: FolderSettingsInput) {}

  /** The tsconfig files of the nearest folder that contains some, of the project's root and of the workspace root. */
  tsconfigs(folder: string): readonly Tsconfig[] {
    return this.known.get(folder).tsconfigs;
  }

  /** Conditions that may apply in addition to those that Node always sets. */
  conditions(folder: string): readonly string[] {
    return this.known.get(folder).conditions;
  }

  private read(folder: string): Settings {
    const { tsconfigs, conditions, projectRootOf } = this.input;
    const folders = new Set([tsconfigs.folderFor(folder) ?? '.', projectRootOf(`${folder}/x`), '.']);
    const found = [...folders].flatMap((at) => tsconfigs.inFolder(at));
    // Vite writes `development|production` for the condition that its mode determines.
    const own = conditions.flatMap((condition) => condition.split('|'));
    const custom = found.flatMap(customConditions);
    return { tsconfigs: found, conditions: [...new Set([...own, ...custom, 'development', 'module'])] };
  }
}

function customConditions({ options }: Tsconfig): string[] {
  const value = options['customConditions'];
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

/** All conditions that may apply, including those of `import`, `require` and Node. */
export function withNodeConditions(conditions: readonly string[]): ReadonlySet<string> {
  return new Set(['import', 'require', 'node', 'default', ...conditions]);
}
