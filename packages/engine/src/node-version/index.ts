/** Whether nx-testmon runs on this Node. Loads nothing else of the engine: who asks may not load the database yet. */
export { checkNodeVersion } from '@nx-testmon/store/node-version';
