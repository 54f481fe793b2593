import { capitalize } from '@demo/text';

export function greeting(name: string): string {
  return `Hello ${capitalize(name)}`;
}
