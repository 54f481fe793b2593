export { discoverVitest } from './discover-vitest';
export { narrowing } from './narrowing';
export { runVitest } from './run-vitest';
export { findVitestConfig } from './vitest-config';
export { findVitest } from './vitest-installation';
