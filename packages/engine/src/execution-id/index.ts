/**
 * Finds the execution of a task. Loads nothing else of the engine, because the plugin's hook runs in every Nx
 * command.
 */
export { ciExecutionId } from './ci-execution-id';
export { EXEC_ID_VARIABLES } from './execution-id-variables';
export { findExecutionOfCommand } from './execution-of-command';
export { givenExecutionId } from './given-execution-id';
export { findExecutionOfTask } from './execution-of-task';
export { createExecutionId } from './create-execution-id';
