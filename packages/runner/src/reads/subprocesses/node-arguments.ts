/**
 * Options that do not affect what is observed of a process: those without a value, or with the value in the
 * same word.
 */
const plainOptions = new Set([
  'abort-on-uncaught-exception',
  'disable-warning',
  'enable-source-maps',
  'experimental-import-meta-resolve',
  'experimental-strip-types',
  'experimental-vm-modules',
  'expose-gc',
  'expose_gc',
  'max-old-space-size',
  'max-semi-space-size',
  'max_old_space_size',
  'no-deprecation',
  'no-warnings',
  'pending-deprecation',
  'stack-trace-limit',
  'throw-deprecation',
  'trace-deprecation',
  'trace-uncaught',
  'trace-warnings',
  'unhandled-rejections',
]);
/**
 * Options whose value is the next word, or follows after `=`. Modules that they name are loaded as all others
 * are.
 */
const valuedOptions = new Set(['conditions', 'C', 'import', 'require', 'r', 'input-type']);
/** Options whose value is the code to run, which comes from the test. */
const evalOptions = new Set(['eval', 'e', 'print', 'p', 'pe']);

/**
 * Whether these arguments of `node` run a script or code, and contain nothing that could make its trace
 * incomplete. Only known options are accepted, because Node gets new ones.
 */
export function areTraceableArguments(words: readonly string[]): boolean {
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    if (!word.startsWith('-')) return word !== '' && word !== 'inspect';
    const [, name = '', value] = /^--?([^=]+)(=.*)?$/s.exec(word) ?? [];
    if (evalOptions.has(name)) return value !== undefined || words[at + 1] !== undefined;
    if (valuedOptions.has(name)) at += value === undefined ? 1 : 0;
    else if (!plainOptions.has(name)) return false;
  }
  // Without a script, Node reads one from its input.
  return false;
}

/** Whether the options in `NODE_OPTIONS` are such options too. */
export function isTraceableNodeOptions(text: string): boolean {
  if (/["\\]/.test(text)) return false;
  const words = text.split(/\s+/).filter((word) => word !== '');
  const isOption = (at: number) => words[at]?.startsWith('-') === true;
  // An argument that is not an option would be used as the script.
  const areOptions = words.every((_, at) => isOption(at) || (at > 0 && isOption(at - 1)));
  return words.length === 0 || (areOptions && areTraceableArguments([...words, 'script']));
}
