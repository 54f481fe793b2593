const LINE = '.testmon/';
const ignoring = /^\/?(\*\*\/)?\.testmon\/?(\*\*?)?$/;

/** Adds the folder of the store to the text of a `.gitignore`. */
export function withIgnoredStore(text: string): string {
  if (text.split(/\r?\n/).some((line) => ignoring.test(line.trim()))) return text;
  const lineEnd = text.includes('\r\n') ? '\r\n' : '\n';
  const gap = text === '' || text.endsWith('\n') ? '' : lineEnd;
  return `${text}${gap}${LINE}${lineEnd}`;
}

/** Removes the folder of the store from the text of a `.gitignore`. */
export function withoutIgnoredStore(text: string): string {
  return text
    .split(/(?<=\n)/)
    .filter((line) => !ignoring.test(line.trim()))
    .join('');
}
