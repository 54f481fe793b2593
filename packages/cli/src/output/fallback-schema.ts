import * as v from 'valibot';
import { countSchema, described, pathSchema } from './schema-parts';

/** The fields of a cause of a fallback. */
export const fallbackFields = {
  kind: v.string(),
  scope: described(
    v.picklist(['project', 'code', 'data', 'module']),
    'what counts: the whole project, all reachable code, all data files, the whole module',
  ),
  module: v.optional(pathSchema),
  line: v.optional(countSchema),
  subject: v.optional(v.string()),
  text: v.string(),
  explanation: v.string(),
  next: described(v.string(), 'what to do'),
};
