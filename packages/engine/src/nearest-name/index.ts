/**
 * Which known name a mistyped one means. Loads nothing else of the engine: the plugin asks for it in every Nx
 * command.
 */
export { misspelledName, nearestName, nearestNames } from './nearest-name';
