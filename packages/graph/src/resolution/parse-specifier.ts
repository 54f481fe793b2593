import { isBuiltin } from 'node:module';
import { fileURLToPath } from 'node:url';

/** The kind of a specifier, determined by its text only. */
export type SpecifierKind =
  | { readonly kind: 'relative' | 'absolute' | 'internal'; readonly path: string }
  | { readonly kind: 'package'; readonly name: string; readonly subpath: string }
  | { readonly kind: 'builtin' | 'data' | 'unknown' };

/** Classifies a specifier by its form. */
export function parseSpecifier(specifier: string): SpecifierKind {
  if (specifier === '' || specifier.startsWith('\0')) return { kind: 'unknown' };
  if (/^\.\.?(\/|$)/.test(specifier)) return { kind: 'relative', path: specifier };
  if (specifier.startsWith('/@fs/')) return { kind: 'absolute', path: specifier.slice('/@fs'.length) };
  if (specifier.startsWith('/') || /^[A-Za-z]:[\\/]/.test(specifier))
    return { kind: 'absolute', path: specifier };
  if (specifier.startsWith('#')) return { kind: 'internal', path: specifier };
  if (isBuiltin(specifier)) return { kind: 'builtin' };
  if (specifier.startsWith('data:')) return { kind: 'data' };
  if (specifier.startsWith('file:')) return parseFileUrl(specifier);
  const [, name, rest] = /^((?:@[^/\s:]+\/)?[^@/\s:][^/\s:]*)(\/.*)?$/.exec(specifier) ?? [];
  if (name === undefined) return { kind: 'unknown' };
  return { kind: 'package', name, subpath: rest === undefined || rest === '/' ? '.' : `.${rest}` };
}

function parseFileUrl(url: string): SpecifierKind {
  try {
    return { kind: 'absolute', path: fileURLToPath(url) };
  } catch {
    return { kind: 'unknown' };
  }
}
