export * from './capitalize';
export { truncate } from './truncate';
