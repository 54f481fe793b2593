/** Id of the execution, the same in every task of one Nx command. */
export const EXEC_ID = 'NX_TESTMON_EXEC_ID';

/** Options that Nx would lose, as JSON; the empty text when there are none. */
export const ARGV_OPTIONS = 'NX_TESTMON_ARGV_OPTIONS';
