import type * as Valibot from 'valibot';

/**
 * The schema of an object with arbitrary keys. The library's own schema accepts lists as objects, and drops the keys
 * `constructor` and `prototype`, which are possible names of files and scripts. `__proto__` is dropped here: copying
 * the object by assignment would otherwise change the prototype of the copy.
 *
 * @param v the schema library, passed in because only some callers load it
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
