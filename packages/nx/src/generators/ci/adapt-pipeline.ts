/** The settings of a workspace that a pipeline depends on. */
export interface PipelineSetting {
  readonly packageManager: 'npm' | 'yarn' | 'pnpm' | 'bun';
  /** The command that installs the locked packages: `npm ci`. */
  readonly install: string;
  /** The command that runs a command of a package: `npx`. */
  readonly exec: string;
  /** The name of the main branch. */
  readonly branch: string;
}

/** The steps of a job before `setup-node`, or before the installation. */
const preparations: Readonly<
  Record<PipelineSetting['packageManager'], { readonly step?: string; readonly command?: string }>
> = {
  npm: {},
  yarn: { step: 'run: corepack enable', command: 'corepack enable' },
  pnpm: { step: 'uses: pnpm/action-setup@v4', command: 'corepack enable' },
  bun: { step: 'uses: oven-sh/setup-bun@v2', command: 'npm install --global bun' },
};

/** Adapts a pipeline that is written for npm and the branch `main` to another package manager and branch. */
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

/** Quotes a name that YAML could interpret differently. */
function quoted(name: string): string {
  return /^[A-Za-z][\w./-]*$/.test(name) ? name : JSON.stringify(name);
}
