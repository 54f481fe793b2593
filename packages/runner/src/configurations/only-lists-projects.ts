import type { ConfigFileName } from '../test-runner';
import { delegatesToProjects } from './config-files';

const literalsAndComments = /'[^'\n]*'|"[^"\n]*"|`[^`]*`|\/\*[^]*?\*\/|\/\/.*/g;

/** Matches a list of paths, or of calls that return paths, or one such call. */
function pathsOnly({ callForProjects = '(?!)' }: ConfigFileName): RegExp {
  const path = String.raw`(?:''|(?:\.{3})?\s*(?:await\s+)?(?:${callForProjects}))`;
  return new RegExp(String.raw`^(?:\[(?:\s*${path}\s*,?)*\s*\]|${path}\s*(?:[},;)]|$))`);
}

/**
 * Whether a configuration that refers to other projects only contains their paths. A project that it
 * describes itself, or that it gets from elsewhere, may run tests that no other configuration runs.
 */
export function onlyListsProjects(name: ConfigFileName, text: string): boolean {
  if (!delegatesToProjects(name, text)) return false;
  const code = text.replace(literalsAndComments, (part) => {
    if (part.startsWith('/')) return '';
    return /^.(?:projects|workspace).$/.test(part) ? part.slice(1, -1) : `''`;
  });
  const start = name.listsProjects === true ? code.indexOf('[') : code.search(/\b(?:projects|workspace)\s*:/);
  const list = code.slice(start).replace(/^\w+\s*:\s*/, '');
  return start >= 0 && pathsOnly(name).test(list);
}
