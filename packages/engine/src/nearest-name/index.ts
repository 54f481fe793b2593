/**
 * Finds the known name that a mistyped name means. Loads nothing else of the engine, because the plugin uses
 * it in every Nx command.
 */
export { misspelledName, nearestName, nearestNames } from './nearest-name';
