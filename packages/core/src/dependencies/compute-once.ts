/** Returns the value of a key, which is computed on the first call. */
export function computeOnce<Value>(known: Map<string, Value>, key: string, compute: () => Value): Value {
  let value = known.get(key);
  if (value === undefined) known.set(key, (value = compute()));
  return value;
}
