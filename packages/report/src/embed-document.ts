import type { ReportDocument } from './report-schema';

/** The position of the document in the template of the page. */
const marker = '<!--report-->';

/**
 * The page with the document in it.
 *
 * @throws Error for a template that has no place for it, or several
 */
export function embedDocument(template: string, report: ReportDocument): string {
  const parts = template.split(marker);
  if (parts.length !== 2) throw new Error(`the template holds ${parts.length - 1} of ${marker}`);
  return parts.join(inScript(report));
}

/** JSON that is safe in a script element: nothing in it ends the element, starts a comment or breaks a line. */
function inScript(value: unknown): string {
  return JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
