import type { Tree } from '@nx/devkit';
import { applyEdits, type FormattingOptions, modify, parse } from 'jsonc-parser';
import { loadDevkit } from '../load-devkit';

const PLUGIN = 'nx-testmon';
const DATA_FOLDER = '.testmon/';

/**
 * Registers the plugin in `nx.json` and ignores its data folder in git; `nx add nx-testmon` runs it. Existing entries
 * and options are kept, and so is the formatting of both files.
 *
 * @returns prints the next steps, once the files are written
 */
export default function initGenerator(tree: Tree): () => void {
  registerPlugin(tree);
  ignoreDataFolder(tree);
  return printNextSteps;
}

function registerPlugin(tree: Tree): void {
  const { plugins = [] } = loadDevkit().readNxJson(tree) ?? {};
  if (plugins.some((entry) => (typeof entry === 'string' ? entry : entry.plugin) === PLUGIN)) return;
  const text = tree.read('nx.json', 'utf-8') ?? '{}\n';
  const formattingOptions = formattingOf(text);
  // A list of its own would replace one that comes from the file of `extends`.
  const isExtended = plugins.length > 0 && !('plugins' in (parse(text) as object));
  const edits = isExtended
    ? modify(text, ['plugins'], [...plugins, PLUGIN], { formattingOptions })
    : modify(text, ['plugins', -1], PLUGIN, { formattingOptions, isArrayInsertion: true });
  tree.write('nx.json', applyEdits(text, edits));
}

/** How a JSON text is indented, and how its lines end. */
function formattingOf(text: string): FormattingOptions {
  const [, indent = '  '] = /^([ \t]+)\S/m.exec(text) ?? [];
  return {
    insertSpaces: !indent.startsWith('\t'),
    tabSize: indent.startsWith('\t') ? 1 : indent.length,
    eol: text.includes('\r\n') ? '\r\n' : '\n',
  };
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
  const { getPackageManagerCommand, output } = loadDevkit();
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
