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
 * Registers the plugin in `nx.json` and hides its data from git; `nx add nx-testmon` runs it. What is there
 * already stays as it is, options included.
 *
 * @returns prints what to try next, once the files are written
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
    ['nx run-many -t testmon', 'run the tests, and record what they depend on'],
    ['nx run-many -t testmon', 'again, after an edit: only the tests it can affect'],
    ['nx run-many -t testmon --nocollect', 'the same, recording nothing'],
    ['testmon select', 'list what would run, and why'],
    ['testmon explain <test file>', 'what a test file depends on'],
  ] as const;
  output.log({
    title: 'nx-testmon is ready. Try:',
    bodyLines: steps.map(([command, meaning]) => `${exec} ${command.padEnd(36)} ${meaning}`),
  });
}
