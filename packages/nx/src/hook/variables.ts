/** Options that Nx drops, as JSON; the empty string if there are none. */
export const ARGV_OPTIONS = 'NX_TESTMON_ARGV_OPTIONS';

/** The number of parallel tasks in the command line; the empty string if it is not set. */
export const PARALLEL = 'NX_TESTMON_PARALLEL';
