/**
 * Identifies the sender of a message. The configuration and tests also run in the child process and can send
 * other messages.
 */
export const mark = 'nx-testmon';
