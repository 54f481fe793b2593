/** Names that scripts and targets with tests have, whatever the runner. */
export const usualTargetNames: readonly string[] = ['unit-test', 'test-unit', 'test:unit', 'unit'];
