import type { TargetConfiguration } from '@nx/devkit';
import { parse as parseJson, type ParseError } from 'jsonc-parser';
import { z } from 'zod';

/** The project settings in the files beside a test configuration. */
export interface ProjectManifest {
  /** `undefined` when Nx derives it from the folder. */
  readonly name: string | undefined;
  readonly targets: Readonly<Record<string, Partial<TargetConfiguration>>>;
  readonly scripts: Readonly<Record<string, string>>;
  readonly namedInputs: readonly string[];
  /** True if this is a project in Nx without the plugin's targets. */
  readonly isOwnProject: boolean;
}

const targets = z.record(z.string(), z.looseObject({})).catch({});
const project = z.looseObject({
  name: z.string().optional().catch(undefined),
  targets: targets.optional(),
  namedInputs: z.record(z.string(), z.unknown()).optional().catch(undefined),
});
const packageJson = z.looseObject({
  name: z.string().optional().catch(undefined),
  scripts: z.record(z.string(), z.string()).optional().catch(undefined),
  nx: project.optional().catch(undefined),
});

/**
 * Reads a folder's `project.json` and `package.json`. Unreadable files count as empty, because Nx itself reports them.
 *
 * @returns `undefined` when the folder is not a project: neither file is there, or nothing gives it a name
 */
export function parseManifest(
  projectJsonText: string | undefined,
  packageJsonText: string | undefined,
): ProjectManifest | undefined {
  if (projectJsonText === undefined && packageJsonText === undefined) return undefined;
  const own = project.safeParse(parse(projectJsonText)).data ?? {};
  const npm = packageJson.safeParse(parse(packageJsonText)).data ?? {};
  const name = own.name ?? npm.nx?.name ?? npm.name;
  // One project without a name would make Nx fail for the whole workspace.
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

function parse(text: string | undefined): unknown {
  if (text === undefined) return {};
  const errors: ParseError[] = [];
  const value: unknown = parseJson(text, errors, { allowTrailingComma: true });
  return errors.length === 0 ? value : {};
}
