/**
 * Edits workspace files that name nx-testmon. The functions take and return texts; the callers read and write
 * the files.
 */
export { appendInJson, parseJsonText, setInJson } from './edit-json';
export { withIgnoredStore, withoutIgnoredStore } from './ignored-store';
