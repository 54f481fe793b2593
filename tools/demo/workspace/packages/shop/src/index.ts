export * from './receipt';
export * from './welcome';
