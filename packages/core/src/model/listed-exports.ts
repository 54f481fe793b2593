import type { ModuleModel } from './module-model';

/** Whether the exports of a module can be read from its syntax, by names and stars. */
export function listsExports({ kind, commonJs, hasListedExports }: ModuleModel): boolean {
  return kind === 'module' && (!commonJs || hasListedExports === true);
}

/** Whether the listed exports include exports of other modules. */
export function reexports({ exports, stars }: ModuleModel): boolean {
  return stars.length > 0 || Object.values(exports).some(({ kind }) => kind === 'hop');
}
