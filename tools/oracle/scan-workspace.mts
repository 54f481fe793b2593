import { dirname } from 'node:path';
import type { WorkspaceFile } from './workspace-files.mts';

/** What the texts of the code and the configurations of a workspace show that they read, except modules. */
export interface WorkspaceScan {
  /** Paths of the files that read an environment variable, by the name of the variable. */
  readonly variables: ReadonlyMap<string, readonly string[]>;
  /** Names of functions and classes that are turned into text. */
  readonly functionTexts: ReadonlySet<string>;
  /**
   * Infixes of preferred modules, such as `ios` in `card.ios.ts`, by the folder of the configuration that
   * lists them.
   */
  readonly platforms: ReadonlyMap<string, readonly string[]>;
  /** Texts of all code, configurations and manifests, by path. */
  readonly texts: ReadonlyMap<string, string>;
}

const variable = [
  /\benv(?:\.|\?\.|\[['"])([A-Z]\w*)/g,
  /['"](\w+)['"] in (?:process\.)?env\b/g,
  /\{\s*(\w+)[^{}]*\}\s*=\s*process\.env\b/g,
];
const textOf = [
  /\bString\((?:\w+\.)*(\w+)\)/g,
  // Only templates without other text: expressions in other templates are rarely functions.
  /`\$\{(?:\w+\.)*(\w+)\}`/g,
  /\b(\w+)\.toString\(\)/g,
  /\b(?:format|inspect)\((?:[^()]*,\s*)?(\w+)\)/g,
  /\btoString\.call\((\w+)\)/g,
];

const firstGroups = (text: string, pattern: RegExp): readonly string[] =>
  [...text.matchAll(pattern)].flatMap(([, group]) => (group === undefined ? [] : [group]));

/** Platforms of Jest's `haste`, and infixes of extensions such as `.web.ts` of a bundler. */
function findPlatforms(text: string): readonly string[] {
  const lists = firstGroups(text, /\bplatforms['"]?:\s*\[([^\]]*)\]/g);
  const ofHaste = lists.flatMap((list) => firstGroups(list, /['"]([\w-]+)['"]/g));
  const ofExtensions = firstGroups(text, /['"]\.([\w-]+)\.[cm]?[jt]sx?['"]/g);
  return [...new Set([...ofHaste, ...ofExtensions])];
}

/** @param read returns the text of a file by its path */
export function scanWorkspace(
  files: readonly WorkspaceFile[],
  read: (path: string) => string,
): WorkspaceScan {
  const variables = new Map<string, string[]>();
  const functionTexts = new Set<string>();
  const texts = new Map<string, string>();
  const platforms = new Map<string, readonly string[]>();
  for (const { path, role } of files) {
    if (role === 'data' || role === 'script' || role === 'environment') continue;
    const text = read(path);
    texts.set(path, text);
    if (role === 'config') platforms.set(dirname(path), findPlatforms(text));
    if (role !== 'source' && role !== 'setup' && role !== 'test') continue;
    for (const name of new Set(variable.flatMap((pattern) => firstGroups(text, pattern)))) {
      variables.set(name, [...(variables.get(name) ?? []), path]);
    }
    for (const name of textOf.flatMap((pattern) => firstGroups(text, pattern))) functionTexts.add(name);
  }
  return { variables, functionTexts, platforms, texts };
}
