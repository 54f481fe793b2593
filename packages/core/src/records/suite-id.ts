/** The identity of a suite in the workspace. */
export interface SuiteId {
  /** Name of the project. */
  readonly project: string;
  /** Path of the configuration, relative to the workspace root; empty where there is none. */
  readonly config: string;
  /** The test runner's name for it among the configuration's projects; empty where there is one only. */
  readonly runnerProject: string;
}

/** As text: equal for equal suites, and only for those. Texts are stored, so their form never changes. */
export function formatSuiteId({ project, config, runnerProject }: SuiteId): string {
  const base = `${escapePart(project)}:${escapePart(config)}`;
  return runnerProject === '' ? base : `${base}:${runnerProject}`;
}

/**
 * Reads what {@link formatSuiteId} wrote.
 *
 * @returns `undefined` for any other text: what is returned always has the very text that was given
 */
export function parseSuiteId(text: string): SuiteId | undefined {
  const [project = '', config = '', ...rest] = text.split(':');
  const id = {
    project: unescapePart(project),
    config: unescapePart(config),
    runnerProject: rest.join(':'),
  };
  return formatSuiteId(id) === text ? id : undefined;
}

/** Escapes characters that would end a part, and the escape itself. */
function escapePart(part: string): string {
  return part.replaceAll('%', '%25').replaceAll(':', '%3A');
}

function unescapePart(text: string): string {
  return text.replaceAll('%3A', ':').replaceAll('%25', '%');
}
