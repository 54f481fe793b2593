export { discoverJest } from './discover-jest';
export { findJestConfig } from './jest-config';
export { findJest } from './jest-installation';
export { narrowing } from './narrowing';
export { runJest } from './run-jest';
