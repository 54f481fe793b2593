/**
 * The named input of a project for what its tests depend on outside of it: `nx g nx-testmon:sync` writes it, and people
 * review and edit it. The plugin adds it to the inputs of its targets, so that it replaces none of them.
 */
export const SYNCED_INPUT = 'testmon';
