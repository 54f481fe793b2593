import {
  applyEdits,
  type FormattingOptions,
  type JSONPath,
  modify,
  parse,
  type ParseError,
} from 'jsonc-parser';

/** Parses JSON text; comments and trailing commas are allowed. `undefined` if it is not JSON. */
export function parseJsonText(text: string): unknown {
  const errors: ParseError[] = [];
  const value: unknown = parse(text, errors, { allowTrailingComma: true });
  return errors.length === 0 ? value : undefined;
}

/** Sets a value in a JSON text, or deletes it if it is `undefined`. The formatting of everything else is kept. */
export function setInJson(text: string, path: JSONPath, value: unknown): string {
  return applyEdits(text, modify(text, path, value, { formattingOptions: formattingOf(text) }));
}

/** Appends a value to a list in a JSON text. The list is created if it does not exist. */
export function appendInJson(text: string, path: JSONPath, value: unknown): string {
  const options = { formattingOptions: formattingOf(text), isArrayInsertion: true };
  return applyEdits(text, modify(text, [...path, -1], value, options));
}

/** Detects the indentation and line ends of a JSON text. */
function formattingOf(text: string): FormattingOptions {
  const [, indent = '  '] = /^([ \t]+)\S/m.exec(text) ?? [];
  return {
    insertSpaces: !indent.startsWith('\t'),
    tabSize: indent.startsWith('\t') ? 1 : indent.length,
    eol: text.includes('\r\n') ? '\r\n' : '\n',
  };
}
