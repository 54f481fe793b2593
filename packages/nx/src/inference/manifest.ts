import type { TargetConfiguration } from '@nx/devkit';
import { parse as parseJson, type ParseError } from 'jsonc-parser';
import * as v from 'valibot';
import { dictionary } from '@nx-testmon/core';

/** The project settings in the files beside a test configuration. */
export interface ProjectManifest {
  /** `undefined` if Nx derives it from the folder. */
  readonly name: string | undefined;
  readonly targets: Readonly<Record<string, Partial<TargetConfiguration>>>;
  readonly scripts: Readonly<Record<string, string>>;
  readonly namedInputs: readonly string[];
  /** True if this is a project in Nx without the plugin's targets. */
  readonly isOwnProject: boolean;
}

const anyObject = dictionary(v, v.unknown());
const name = v.fallback(v.optional(v.string()), undefined);
const project = v.pipe(
  anyObject,
  v.object({
    name,
    targets: v.optional(v.fallback(dictionary(v, anyObject), {})),
    namedInputs: v.fallback(v.optional(anyObject), undefined),
  }),
);
const packageJson = v.object({
  name,
  scripts: v.fallback(v.optional(dictionary(v, v.string())), undefined),
  nx: v.fallback(v.optional(project), undefined),
});

/**
 * Reads a folder's `project.json` and `package.json`. Unreadable files count as empty, because Nx itself
 * reports them.
 *
 * @returns `undefined` if the folder is not a project: neither file exists, or none contains a name
 */
export function parseManifest(
  projectJsonText: string | undefined,
  packageJsonText: string | undefined,
): ProjectManifest | undefined {
  if (projectJsonText === undefined && packageJsonText === undefined) return undefined;
  const own = read(project, projectJsonText);
  const npm = read(packageJson, packageJsonText);
  const name = own.name ?? npm.nx?.name ?? npm.name;
  // A project without a name would make Nx fail for the whole workspace.
  if (projectJsonText === undefined && name === undefined) return undefined;
  return {
    name,
    targets: mergeTargets(npm.nx?.targets ?? {}, own.targets ?? {}),
    scripts: npm.scripts ?? {},
    namedInputs: [...Object.keys(npm.nx?.namedInputs ?? {}), ...Object.keys(own.namedInputs ?? {})],
    isOwnProject: projectJsonText !== undefined || npm.nx !== undefined,
  };
}

function mergeTargets(
  base: Readonly<Record<string, object>>,
  override: Readonly<Record<string, object>>,
): Record<string, Partial<TargetConfiguration>> {
  const merged: Record<string, Partial<TargetConfiguration>> = { ...base };
  for (const [name, target] of Object.entries(override)) merged[name] = { ...merged[name], ...target };
  return merged;
}

/** Returns nothing if the text does not have this form. */
function read<Schema extends v.GenericSchema>(
  schema: Schema,
  text: string | undefined,
): Partial<v.InferOutput<Schema>> {
  const parsed = v.safeParse(schema, parse(text));
  return parsed.success ? parsed.output : {};
}

function parse(text: string | undefined): unknown {
  if (text === undefined) return {};
  const errors: ParseError[] = [];
  const value: unknown = parseJson(text, errors, { allowTrailingComma: true });
  return errors.length === 0 ? value : {};
}
