/** Whether the database can be opened by a version of Node. Loads nothing else of the store. */
export { checkNodeVersion } from './check-node-version';
