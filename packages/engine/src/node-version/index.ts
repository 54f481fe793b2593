/**
 * Whether nx-testmon runs on a version of Node. Loads nothing else of the engine: the plugin and the command ask before
 * anything loads the database, and may not import the store, which sets the limit.
 */
export { checkNodeVersion } from '@nx-testmon/store/node-version';
