export { nodeTestRunner } from './node-test-runner';
