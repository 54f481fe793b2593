import { parseJsonObject } from '../files/parse-json';
import { foldersUpward, joinWorkspacePath } from '../files/workspace-paths';
import type { WorkspaceFiles } from '../files/workspace-files';
import { Memo } from '../memo';

/** A `package.json` of the workspace. */
export interface Manifest {
  /** Folder it lies in, relative to the workspace root. */
  readonly folder: string;
  readonly text: string;
  /** Empty where the file is no JSON object. */
  readonly fields: Readonly<Record<string, unknown>>;
  readonly readable: boolean;
}

/** The manifests of a workspace, read as they are asked for, each once. */
export class Manifests {
  private readonly byFolder = new Memo((folder) => this.read(folder));

  /** @param notes receives a line for each manifest that can't be read */
  constructor(
    private readonly files: WorkspaceFiles,
    private readonly notes: string[],
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
    if (!fields) this.notes.push(`${path} can't be read`);
    return { folder, text, fields: fields ?? {}, readable: fields !== undefined };
  }
}
