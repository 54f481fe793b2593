/** The executor of the targets of nx-testmon, as Nx names it. */
export const TESTMON_EXECUTOR = 'nx-testmon:testmon';
