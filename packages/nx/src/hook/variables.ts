/** Options that Nx drops, as JSON; the empty string if there are none. */
export const ARGV_OPTIONS = 'NX_TESTMON_ARGV_OPTIONS';
