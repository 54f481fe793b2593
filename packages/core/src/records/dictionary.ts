import type * as Valibot from 'valibot';

/**
 * The schema of an object whose keys can be any names. The library's own takes lists for objects, and leaves out what
 * is called `constructor` or `prototype`, as a file or a script may be. `__proto__` is left out: whoever copies such an
 * object by assignment would change its prototype.
 *
 * @param v the schema library, which is loaded only by those that need it
 */
export function dictionary<const Value extends Valibot.GenericSchema>(v: typeof Valibot, value: Value) {
  type Values = Readonly<Record<string, Valibot.InferOutput<Value>>>;
  return v.pipe(
    v.custom<Values>((input) => typeof input === 'object' && input !== null && !Array.isArray(input)),
    v.transform((values) =>
      Object.fromEntries(Object.entries(values).filter(([name]) => name !== '__proto__')),
    ),
    v.custom<Values>((values) => Object.values(values as object).every((one) => v.is(value, one))),
  );
}
