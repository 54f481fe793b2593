import { greeting } from '@demo/users';

export function welcome(name: string): string {
  return `${greeting(name)}, welcome to the shop`;
}
