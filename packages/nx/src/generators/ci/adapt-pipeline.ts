/** The settings of a workspace on which a pipeline depends. */
export interface PipelineSetting {
  readonly packageManager: 'npm' | 'yarn' | 'pnpm' | 'bun';
  /** The command that installs what the lockfile says: `npm ci`. */
  readonly install: string;
  /** The command that runs a package's command: `npx`. */
  readonly exec: string;
  /** The name of the main branch. */
  readonly branch: string;
}

/** The steps of a job before `setup-node`, or before it installs. */
const preparations: Readonly<
  Record<PipelineSetting['packageManager'], { readonly step?: string; readonly command?: string }>
> = {
  npm: {},
  yarn: { step: 'run: corepack enable', command: 'corepack enable' },
  pnpm: { step: 'uses: pnpm/action-setup@v4', command: 'corepack enable' },
  bun: { step: 'uses: oven-sh/setup-bun@v2', command: 'npm install --global bun' },
};

/** A pipeline that is written for npm and a branch `main`, for another package manager and branch. */
export function adaptPipeline(
  text: string,
  { packageManager, install, exec, branch }: PipelineSetting,
): string {
  const { step, command } = preparations[packageManager];
  return text
    .split('\n')
    .flatMap((line) => {
      const [indent = ''] = /^ */.exec(line) ?? [];
      if (step !== undefined && line.includes('actions/setup-node')) return [`${indent}- ${step}`, line];
      if (command !== undefined && line.trim() === '- npm ci') return [`${indent}- ${command}`, line];
      return [line];
    })
    .map((line) =>
      line
        .replace(', cache: npm', packageManager === 'bun' ? '' : `, cache: ${packageManager}`)
        .replace(/\bnpm ci$/, install)
        .replace(/(?<=- (?:run: )?)npx(?= )/, exec)
        .replace('branches: [main]', `branches: [${quoted(branch)}]`)
        .replace("'refs/heads/main'", () => `'refs/heads/${branch}'`),
    )
    .join('\n');
}

/** A name that YAML could take for something else. */
function quoted(name: string): string {
  return /^[A-Za-z][\w./-]*$/.test(name) ? name : JSON.stringify(name);
}
