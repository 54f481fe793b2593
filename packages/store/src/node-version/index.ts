/** Whether the database can be opened by this Node. Loads nothing else of the store. */
export { checkNodeVersion } from './check-node-version';
