/** Usual names of test scripts and test targets of every runner. */
export const usualTargetNames: readonly string[] = ['unit-test', 'test-unit', 'test:unit', 'unit'];
