export { discoverVitest, type VitestDiscovery } from './discover-vitest';
export { type Narrowing, narrowing } from './narrowing';
export type { RunnerFailure } from './runner-failure';
export type { ChildOutput, Signals } from './runner-process';
export { type FoundTestFile, runVitest, type VitestRun } from './run-vitest';
export { findVitestConfig } from './vitest-config';
export { findVitest, type VitestInstallation } from './vitest-installation';
