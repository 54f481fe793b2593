/**
 * Checks whether nx-testmon supports a version of Node. Loads nothing else of the engine: the plugin and the
 * command check this before anything loads the database, and may not import the store, which sets the limit.
 */
export { checkNodeVersion } from '@nx-testmon/store/node-version';
