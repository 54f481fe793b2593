export * from './greeting';
export * from './is-adult';
