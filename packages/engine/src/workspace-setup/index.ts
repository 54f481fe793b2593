/** Edits of the files of a workspace that name nx-testmon. They are texts; who calls reads and writes the files. */
export { appendInJson, parseJsonText, setInJson } from './edit-json';
export { withIgnoredStore, withoutIgnoredStore } from './ignored-store';
