import { ts } from 'ts-morph';
import type { TextEdit } from './mutant.mts';

type Json = Record<string, unknown>;

function parse(file: string, text: string): Json | undefined {
  const { config } = ts.parseConfigFileTextToJson(file, text) as { config?: Json };
  return config;
}

/** Replaces the whole text, so that no key occurs twice. */
function rewritten(
  kind: 'manifest-key' | 'tsconfig-option',
  file: string,
  text: string,
  value: Json,
): TextEdit {
  const replacement = `${JSON.stringify(value, null, 2)}\n`;
  return { kind, file, from: 0, to: text.length, replacement, line: 1 };
}

/** Edits that change or add keys of a manifest that test runners, compilers and resolvers read. */
export function findManifestEdits(file: string, text: string): readonly TextEdit[] {
  const manifest = parse(file, text);
  if (manifest === undefined) return [];
  const { type, exports, main, ...rest } = manifest;
  const given = { ...(exports === undefined ? {} : { exports }), ...(main === undefined ? {} : { main }) };
  const values: Json[] = [
    { ...rest, ...given, type: type === 'module' ? 'commonjs' : 'module' },
    { ...manifest, babel: { presets: ['oracle-missing'] } },
    { ...manifest, browserslist: ['ie 11'] },
    ...(exports === undefined ? [] : [{ ...manifest, exports: { './oracle': './oracle.js' } }]),
    ...(main === undefined ? [] : [{ ...manifest, main: './oracle-missing.js' }]),
  ];
  return values.map((value) => rewritten('manifest-key', file, text, value));
}

/** Edits of compiler options that change the compiled code or the result of a type check. */
export function findTsconfigEdits(file: string, text: string): readonly TextEdit[] {
  const config = parse(file, text);
  if (config === undefined) return [];
  const { compilerOptions = {} } = config as { compilerOptions?: Json };
  const flipped = (name: string) => ({ [name]: compilerOptions[name] !== true });
  const options: Json[] = [
    { jsx: 'react-jsx', jsxImportSource: 'oracle-missing' },
    flipped('experimentalDecorators'),
    flipped('useDefineForClassFields'),
    flipped('noUncheckedIndexedAccess'),
    { lib: ['es5'] },
  ];
  return options.map((some) =>
    rewritten('tsconfig-option', file, text, { ...config, compilerOptions: { ...compilerOptions, ...some } }),
  );
}
