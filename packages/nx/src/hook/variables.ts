/** Options that Nx drops, as JSON; the empty string if there are none. */
export const ARGV_OPTIONS = 'NX_TESTMON_ARGV_OPTIONS';

/** How many tasks run at once, as the command line says it; the empty string if it does not. */
export const PARALLEL = 'NX_TESTMON_PARALLEL';
