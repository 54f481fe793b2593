import { foldersUpward, joinWorkspacePath, type Problem } from '@nx-testmon/core';
import { addProblem } from '../files/add-problem';
import { parseJsonObject } from '../files/parse-json';
import type { WorkspaceFiles } from '../files/workspace-files';
import { Memo } from '../memo';

/** A `package.json` of the workspace. */
export interface Manifest {
  /** Its folder, relative to the workspace root. */
  readonly folder: string;
  readonly text: string;
  /** Empty if the file does not contain a JSON object. */
  readonly fields: Readonly<Record<string, unknown>>;
  readonly readable: boolean;
}

/** The manifests of a workspace. Each is read once, on the first call. */
export class Manifests {
  private readonly byFolder = new Memo((folder) => this.read(folder));

  /** @param problems receives one for each manifest that can't be read */
  constructor(
    private readonly files: WorkspaceFiles,
    private readonly problems: Problem[],
  ) {}

  inFolder(folder: string): Manifest | undefined {
    return this.byFolder.get(folder);
  }

  /** The nearest one upward. */
  nearest(folder: string): Manifest | undefined {
    for (const at of foldersUpward(folder)) {
      const manifest = this.inFolder(at);
      if (manifest) return manifest;
    }
    return undefined;
  }

  private read(folder: string): Manifest | undefined {
    const path = joinWorkspacePath(folder, 'package.json');
    if (this.files.kindOf(path) !== 'file') return undefined;
    const text = this.files.text(path) ?? '';
    const fields = parseJsonObject(text);
    if (!fields) addProblem(this.problems, { kind: 'manifest-invalid', path });
    return { folder, text, fields: fields ?? {}, readable: fields !== undefined };
  }
}
