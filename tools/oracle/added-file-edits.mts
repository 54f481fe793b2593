import { dirname, extname } from 'node:path';
import type { AddedFileEdit } from './mutant.mts';
import type { WorkspaceScan } from './scan-workspace.mts';
import type { WorkspaceFile } from './workspace-files.mts';

const throwing = "throw new Error('oracle');\n";

/**
 * Edits that add a file which comes before a module in resolution, because of a configured platform or
 * extension: `card.ios.ts` before `card.ts`.
 */
export function findPlatformEdits(
  { path }: WorkspaceFile,
  { platforms }: WorkspaceScan,
  isThere: (path: string) => boolean,
): readonly AddedFileEdit[] {
  const extension = extname(path);
  const stem = path.slice(0, -extension.length);
  const names = [...platforms].flatMap(([folder, list]) => (path.startsWith(`${folder}/`) ? list : []));
  return [...new Set(names)]
    .map((name) => `${stem}.${name}${extension}`)
    .filter((added) => !isThere(added))
    .map((added) => ({ kind: 'platform-file', file: path, line: 1, added, text: throwing }));
}

/** A configuration file that a tool looks for. */
interface Candidate {
  /** Relative to the project's folder. */
  readonly path: string;
  readonly text: string;
  /** Applies only if the path or the text of a file of the project matches. */
  readonly where: RegExp;
}

const compilerOptions = { jsx: 'react-jsx', jsxImportSource: 'oracle-missing', experimentalDecorators: true };
const missingPreset = '{ "presets": ["oracle-missing"] }\n';
const ofVitest = /\/vitest\.config\./;
const ofJest = /\/jest\.config\.|"jest":/;
const ofNode = /"test": ".*\bnode\b.* --test\b/;

const candidates: readonly Candidate[] = [
  { path: 'vitest.config.ts', text: throwing, where: ofVitest },
  { path: 'postcss.config.cjs', text: throwing, where: /\.css\b/ },
  { path: '.postcssrc.json', text: '{ "plugins": { "oracle-missing": {} } }\n', where: /\.css\b/ },
  { path: 'jest.config.js', text: throwing, where: ofJest },
  { path: 'jest.config.ts', text: throwing, where: ofJest },
  { path: 'babel.config.cjs', text: throwing, where: ofJest },
  { path: '.babelrc.json', text: missingPreset, where: ofJest },
  { path: 'src/.babelrc.json', text: missingPreset, where: ofJest },
  { path: '.browserslistrc', text: 'ie 11\n', where: ofJest },
  { path: '.swcrc', text: '{ "jsc": { "parser": { "syntax": "oracle" } } }\n', where: /@swc\/jest/ },
  { path: 'src/tsconfig.json', text: `${JSON.stringify({ compilerOptions })}\n`, where: /\.tsx?\b/ },
  { path: 'src/package.json', text: '{ "type": "commonjs" }\n', where: ofNode },
  { path: 'src/package.json', text: '{ "type": "module" }\n', where: ofNode },
];

/**
 * Edits that add configuration files that a project does not have.
 *
 * @param manifest path of the project's `package.json`
 * @param isThere whether a path relative to the workspace exists
 */
export function findConfigurationEdits(
  manifest: string,
  { variables, texts }: WorkspaceScan,
  isThere: (path: string) => boolean,
): readonly AddedFileEdit[] {
  const folder = dirname(manifest);
  const own = [...texts].filter(([path]) => path.startsWith(`${folder}/`));
  const has = (where: RegExp): boolean => own.some(([path, text]) => where.test(path) || where.test(text));
  const isOfVite = has(ofVitest);
  const values = [...variables]
    .filter(([name]) => !isOfVite || name.startsWith('VITE_'))
    .filter(([, readBy]) => readBy.some((path) => path.startsWith(`${folder}/`)))
    .map(([name]) => `${name}=oracle\n`)
    .join('');
  const environments = values === '' ? [] : ['.env', '.env.local', '.env.test'];
  const wanted = [
    ...candidates.filter(({ where }) => has(where)),
    ...environments.map((path) => ({ path, text: values })),
  ];
  return wanted
    .map(({ path, text }) => ({ added: `${folder}/${path}`, text }))
    .filter(({ added }) => !isThere(added))
    .map((one) => ({ kind: 'added-configuration', file: manifest, line: 1, ...one }));
}
