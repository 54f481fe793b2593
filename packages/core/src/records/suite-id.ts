/** The identity of a suite in the workspace. */
export interface SuiteId {
  /** Name of the project. */
  readonly project: string;
  /** Path of the configuration, relative to the workspace root; empty without a configuration. */
  readonly config: string;
  /** The test runner's name for it among the configuration's projects; empty if there is only one. */
  readonly runnerProject: string;
}

/** Formats an id. Different suites have different texts. Texts are stored, so their form never changes. */
export function formatSuiteId({ project, config, runnerProject }: SuiteId): string {
  const base = `${escapePart(project)}:${escapePart(config)}`;
  return runnerProject === '' ? base : `${base}:${runnerProject}`;
}

/**
 * The inverse of {@link formatSuiteId}.
 *
 * @returns `undefined` for any other text: formatting the result always gives the same text again
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

/** Escapes characters that would end a part, and the escape character itself. */
function escapePart(part: string): string {
  return part.replaceAll('%', '%25').replaceAll(':', '%3A');
}

function unescapePart(text: string): string {
  return text.replaceAll('%3A', ':').replaceAll('%25', '%');
}
