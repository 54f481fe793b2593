/** Options that Nx would lose, as JSON; the empty text when there are none. */
export const ARGV_OPTIONS = 'NX_TESTMON_ARGV_OPTIONS';
