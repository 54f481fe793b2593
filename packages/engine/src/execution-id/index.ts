/**
 * Which execution a task belongs to. Loads nothing else of the engine: the plugin's hook asks for it in every Nx
 * command.
 */
export { ciExecutionId } from './ci-execution-id';
export { EXEC_ID_VARIABLES } from './execution-id-variables';
export { findExecutionOfCommand } from './execution-of-command';
export { givenExecutionId } from './given-execution-id';
export { findExecutionOfTask } from './execution-of-task';
export { createExecutionId } from './create-execution-id';
