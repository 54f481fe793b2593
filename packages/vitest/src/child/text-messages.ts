/** Contains the folder through which workers request the texts of functions. */
export const textFolderVariable = 'NX_TESTMON_TEXT_FOLDER';
export const questionEnd = '.question.json';
export const answerEnd = '.answer.json';

/** A worker's request for the text of a function without probes. The answer is the text, or `null`. */
export interface TextQuestion {
  readonly text: string;
  /** Path of its module, relative to the workspace. */
  readonly path: string;
}
