export * from './add';
export * from './money';
