import { printableJson } from '@nx-testmon/core';
import { clearBreakers, readBreakers, storePaths } from '@nx-testmon/engine';
import { type CommandIo, type ExitCode, fail } from '../../command-io';
import { findStoredProjects } from '../../workspace/find-stored-projects';
import { findWorkspaceRoot } from '../../workspace/find-workspace-root';
import { renderAudit, toAuditDocument } from './render-audit';

export interface AuditFlags {
  readonly clear?: boolean;
  readonly json?: boolean;
  readonly projects?: readonly string[];
}

/** Lists the projects whose selection an audit has turned off, or turns it on again. Runs no test. */
export async function auditCommand(
  { clear = false, json, projects }: AuditFlags,
  io: CommandIo,
): Promise<ExitCode> {
  const root = findWorkspaceRoot(io.cwd);
  if (root === undefined) return fail(io, { kind: 'no-workspace', folder: io.cwd });
  const paths = storePaths(root.folder, io.env);
  const { breakers, problems } = readBreakers(paths, io.clock());
  const [problem] = problems;
  if (problem) return fail(io, problem);
  const chosen = await findStoredProjects(
    projects,
    breakers.map(({ project }) => project),
    io,
  );
  if (!chosen.ok) return fail(io, chosen.problem);
  const found = breakers.filter(({ project }) => chosen.projects?.includes(project) ?? true);
  const failures = clear ? clearBreakers(paths, found, io.clock()) : [];
  const kept = failures.flatMap((one) => ('file' in one ? [one.file] : []));
  const done = clear ? found.filter(({ stored }) => !kept.includes(stored.file)) : found;
  io.print(
    json === true ? printableJson(toAuditDocument(done, clear), 2) : renderAudit(done, { isCleared: clear }),
  );
  return failures.map((one) => fail(io, one)).at(-1) ?? 0;
}
