export { jestRunner } from './jest-runner';
