import {
  formatFiles,
  getPackageManagerCommand,
  type NxJsonConfiguration,
  output,
  readNxJson,
  type Tree,
  updateNxJson,
} from '@nx/devkit';

export interface InitOptions {
  readonly skipFormat?: boolean;
}

const PLUGIN = 'nx-testmon';
const DATA_FOLDER = '.testmon/';

/**
 * Registers the plugin in `nx.json` and ignores its data folder in git; `nx add nx-testmon` runs it. Existing entries
 * and options are kept.
 *
 * @returns prints the next steps, once the files are written
 */
export default async function initGenerator(tree: Tree, options: InitOptions = {}): Promise<() => void> {
  registerPlugin(tree);
  ignoreDataFolder(tree);
  if (options.skipFormat !== true && tree.listChanges().length > 0) await formatFiles(tree);
  return printNextSteps;
}

function registerPlugin(tree: Tree): void {
  const nxJson: NxJsonConfiguration = readNxJson(tree) ?? {};
  const plugins = nxJson.plugins ?? [];
  if (plugins.some((entry) => (typeof entry === 'string' ? entry : entry.plugin) === PLUGIN)) return;
  updateNxJson(tree, { ...nxJson, plugins: [...plugins, PLUGIN] });
}

function ignoreDataFolder(tree: Tree): void {
  const text = tree.read('.gitignore', 'utf-8') ?? '';
  const isThere = text.split(/\r?\n/).some((line) => /^\/?(\*\*\/)?\.testmon\/?(\*\*?)?$/.test(line.trim()));
  if (isThere) return;
  const lineEnd = text.includes('\r\n') ? '\r\n' : '\n';
  const gap = text === '' || text.endsWith('\n') ? '' : lineEnd;
  tree.write('.gitignore', `${text}${gap}${DATA_FOLDER}${lineEnd}`);
}

function printNextSteps(): void {
  const { exec } = getPackageManagerCommand();
  const steps = [
    ['nx run-many -t testmon', 'run all tests and record their dependencies'],
    ['nx run-many -t testmon', 'after an edit: run only the affected tests'],
    ['nx run-many -t testmon --nocollect', 'the same without recording'],
    ['testmon select', 'list what would run and why'],
    ['testmon explain <test file>', 'show what a test file depends on'],
  ] as const;
  output.log({
    title: 'nx-testmon is ready. Next steps:',
    bodyLines: steps.map(([command, meaning]) => `${exec} ${command.padEnd(36)} ${meaning}`),
  });
}
