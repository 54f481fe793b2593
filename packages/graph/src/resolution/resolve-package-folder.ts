import { join } from 'node:path';
import type { WorkspaceFiles } from '../files/workspace-files';
import { bundleEntries } from './build-outputs';
import type { TargetCollector } from './collect-targets';
import { mapTargets } from './map-targets';
import type { Manifest } from './package-manifests';

export interface PackageEntry {
  readonly manifest: Manifest;
  /** `.` or `./sub`. */
  readonly subpath: string;
  readonly conditions: ReadonlySet<string>;
}

/**
 * Adds the targets of a subpath of a workspace package, built or not yet built. For an entry that is a bundle without
 * a source of the same name, the package's own source entry is added.
 *
 * @returns false if nothing is found
 */
export function resolvePackageFolder(
  files: WorkspaceFiles,
  { manifest, subpath, conditions }: PackageEntry,
  targets: TargetCollector,
): boolean {
  const absolute = (target: string) => join(files.root, manifest.folder, target);
  const entries = entryTargets(manifest, subpath, conditions);
  const found = entries.filter((target) => targets.addPath(absolute(target)));
  if (found.length === 0 && subpath === '.' && targets.addPath(absolute('index'))) return true;
  if (found.length > 0 && !found.every((target) => targets.isBundle(absolute(target)))) return true;
  if (found.length === 0 && targets.addPath(absolute(subpath))) return true;
  const sources = sourceEntries(manifest, subpath).filter((source) => !targets.isBundle(absolute(source)));
  if (sources.some((source) => targets.addPath(absolute(source)))) return true;
  const entry = bundleEntries(manifest.folder, subpath, entries.length > 0).find(
    (path) => files.kindOf(path) === 'file',
  );
  if (entry !== undefined) targets.addModules([entry]);
  return entry !== undefined || found.length > 0;
}

/** Whether a manifest allows importing a subpath. Without `exports`, all files of the package are allowed. */
export function exportsSubpath(
  manifest: Manifest,
  subpath: string,
  conditions: ReadonlySet<string>,
): boolean {
  const exported = manifest.fields['exports'];
  if (exported === undefined || exported === null) return true;
  return mapTargets(exported, subpath, conditions).length > 0;
}

/** Targets of an entry relative to the package's folder, the most likely one first. */
function entryTargets({ fields }: Manifest, subpath: string, conditions: ReadonlySet<string>): string[] {
  const exported = fields['exports'];
  if (exported !== undefined && exported !== null) {
    return mapTargets(exported, subpath, conditions).filter((target) => target.startsWith('./'));
  }
  if (subpath !== '.') return [];
  return ['module', 'main'].map((field) => fields[field]).filter((value) => typeof value === 'string');
}

/** The sources of an entry that the manifest itself lists. */
function sourceEntries({ fields }: Manifest, subpath: string): string[] {
  const types = subpath === '.' ? [fields['types'], fields['typings']] : [];
  const exported = mapTargets(
    fields['exports'],
    subpath,
    new Set(['source', 'types', 'import', 'require', 'default']),
  );
  return [fields['source'], ...types, ...exported].filter(
    (value) => typeof value === 'string' && (subpath === '.' || value !== fields['source']),
  ) as string[];
}
