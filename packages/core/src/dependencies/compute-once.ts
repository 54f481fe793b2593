/** The value of a key, which is computed when it is first asked for. */
export function computeOnce<Value>(known: Map<string, Value>, key: string, compute: () => Value): Value {
  let value = known.get(key);
  if (value === undefined) known.set(key, (value = compute()));
  return value;
}
