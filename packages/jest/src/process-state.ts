/**
 * State that scripts of this package share in one process. Each script is bundled into one file, and Jest loads
 * several of them by path: what a module keeps for itself, each of them would have of its own.
 *
 * @param create gives what is there before anything is kept
 */
export function processState<Value extends object>(name: string, create: () => Value): Value {
  const key = Symbol.for(`nx-testmon.jest.${name}`);
  const kept = process as unknown as Record<symbol, Value | undefined>;
  const known = kept[key];
  if (known !== undefined) return known;
  const value = create();
  Object.defineProperty(process, key, { value });
  return value;
}
