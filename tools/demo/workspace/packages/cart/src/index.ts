export * from './total';
export * from './count';
