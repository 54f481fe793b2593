import * as v from 'valibot';
import { countSchema, described, type DocumentOf } from '../../output/schema-parts';

/** The output of `testmon exec --json`. */
export const execSchema = described(
  v.strictObject({
    execId: described(v.string(), 'the execution ID that the tasks of the command got'),
    command: described(v.array(v.string()), 'the command and its arguments'),
    exitCode: described(countSchema, 'the exit code of the command; with signal, 128 and its number'),
    signal: v.optional(described(v.string(), 'the signal that ended the command, such as SIGTERM')),
  }),
  'What `testmon exec --json` prints when the command has ended.',
);

export type ExecutionDocument = DocumentOf<typeof execSchema>;
