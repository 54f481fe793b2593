/** The executor of nx-testmon's targets, as Nx names it. */
export const TESTMON_EXECUTOR = 'nx-testmon:testmon';

/** Key in the metadata of the targets that the plugin infers with the name of its option `targetName`. */
export const TARGET_MARK = 'nxTestmon';

/** `main` for the main test configuration of a project, `further` for each other one. */
export type TargetMark = 'main' | 'further';
