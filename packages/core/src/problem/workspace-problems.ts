import { joinWords, type TableOf } from './problem-text';

/** Projects and targets that do not exist or can't be listed. */
export type WorkspaceProblem =
  | { readonly kind: 'no-workspace'; readonly folder: string }
  | { readonly kind: 'nx-graph-failed'; readonly root: string; readonly detail: string }
  | { readonly kind: 'packages-unreadable'; readonly root: string; readonly detail: string }
  | { readonly kind: 'duplicate-package-name'; readonly root: string; readonly name: string }
  | {
      readonly kind: 'unknown-project';
      readonly projects: readonly string[];
      /** All projects, if Nx can't list them. */
      readonly known?: readonly string[];
    }
  | { readonly kind: 'no-merge-source'; readonly paths: readonly string[] }
  | {
      readonly kind: 'no-target';
      /** The projects of the command line; absent if all are meant. */
      readonly projects?: readonly string[] | undefined;
      readonly target?: string | undefined;
      readonly workspace: 'nx' | 'packages';
      /** Titles of the test runners, if projects with tests are found by their configurations. */
      readonly runners?: readonly string[];
    }
  | {
      readonly kind: 'unknown-configuration';
      readonly configuration: string;
      readonly known: readonly string[];
    }
  | { readonly kind: 'needs-generator'; readonly generator: 'init' | 'remove' }
  | { readonly kind: 'no-task' }
  | { readonly kind: 'name-taken-as-target'; readonly name: string; readonly target: string }
  | { readonly kind: 'batch-not-supported' };

export const workspaceTexts = {
  'no-workspace': {
    title: ({ folder }) => `There is no nx.json and no package.json in ${folder} or above`,
    explanation: '',
    next: 'Run the command inside a workspace.',
  },
  'nx-graph-failed': {
    title: ({ root, detail }) => `Nx could not list the projects of ${root}: ${detail}`,
    explanation: '',
    next: 'Run `nx show projects` to see what is wrong.',
  },
  'packages-unreadable': {
    title: ({ root, detail }) => `The packages of ${root} could not be listed: ${detail}`,
    explanation: '',
    next: 'Check the `workspaces` of package.json, or pnpm-workspace.yaml.',
  },
  'duplicate-package-name': {
    title: ({ root, name }) => `Two packages of ${root} are named ${name}`,
    explanation: 'Facts are stored by the name of the package.',
    next: 'Rename one of them.',
  },
  'unknown-project': {
    title: ({ projects }) =>
      `Unknown ${projects.length === 1 ? 'project' : 'projects'}: ${projects.join(', ')}`,
    explanation: '',
    next: ({ known }) =>
      known === undefined
        ? '`nx show projects` lists the projects.'
        : `The projects are: ${known.join(', ')}.`,
  },
  'no-merge-source': {
    title: ({ paths }) => `${joinWords(paths, 'and')} ${paths.length === 1 ? 'does' : 'do'} not exist`,
    explanation: 'Nothing was merged.',
    next: ({ paths }) => `Check the ${paths.length === 1 ? 'path' : 'paths'}.`,
  },
  'no-target': {
    title: ({ projects, target, workspace }) => {
      const what = [
        ...(workspace === 'nx' || target !== undefined ? ['target'] : ['tests that nx-testmon can find']),
        ...(target === undefined ? [] : [target]),
        ...(workspace === 'nx' ? ['with the executor nx-testmon:testmon'] : []),
      ].join(' ');
      const article = what.startsWith('target') ? 'a ' : '';
      const [only, ...others] = projects ?? [];
      if (only === undefined) return `No project has ${article}${what}`;
      if (others.length === 0) return `The project ${only} has no ${what}`;
      return `None of the projects ${[only, ...others].join(', ')} has ${article}${what}`;
    },
    explanation: ({ runners }) =>
      runners === undefined
        ? ''
        : `A project has tests if it has a ${joinWords(runners, 'or')} configuration or test script.`,
    next: ({ workspace }) =>
      workspace === 'nx'
        ? 'Check that nx-testmon is among the plugins of nx.json.'
        : 'Add a configuration or such a script.',
  },
  'unknown-configuration': {
    title: ({ configuration }) => `Unknown target configuration ${configuration}`,
    explanation: ({ known }) =>
      known.length === 0 ? 'The target defines none.' : `The target defines ${joinWords(known, 'and')}.`,
    next: ({ known }) => (known.length === 0 ? 'Remove --configuration.' : 'Use one of them.'),
  },
  'needs-generator': {
    title: ({ generator }) => `testmon ${generator} does not support Nx workspaces`,
    explanation: '',
    next: ({ generator }) => `Run \`nx g nx-testmon:${generator}\`.`,
  },
  'no-task': {
    title: 'Nx passed no project and target',
    explanation: '',
    next: 'Run `nx run <project>:<target>`.',
  },
  'name-taken-as-target': {
    title: ({ name }) => `No task of this command is called "${name}"`,
    explanation: 'In Nx, -t selects targets.',
    next: ({ name, target }) => `A test name goes after --: \`nx run-many -t ${target} -- -t "${name}"\`.`,
  },
  'batch-not-supported': {
    title: 'This Nx version does not support --batch for nx-testmon',
    explanation: '',
    next: 'Run the command without --batch.',
  },
} satisfies TableOf<WorkspaceProblem>;
