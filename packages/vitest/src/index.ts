export { vitestRunner } from './vitest-runner';
