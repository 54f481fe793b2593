/**
 * The named input of a project for dependencies of its tests outside of the project. `nx g nx-testmon:sync`
 * writes it, and people review and edit it. The plugin adds it to the inputs of its targets, so that it does
 * not replace any.
 */
export const SYNCED_INPUT = 'testmon';
