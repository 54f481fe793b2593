/** The sender of a message. Configuration and tests run in the child process too, and can send other messages. */
export const mark = 'nx-testmon';
