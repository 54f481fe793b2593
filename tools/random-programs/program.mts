/** The files of one program by their paths in its folder. */
export type ProgramFiles = ReadonlyMap<string, string>;

/** A small program of several modules with its test files. */
export interface Program {
  readonly files: ProgramFiles;
  /** The value of the program's environment variable. */
  readonly variable: string | undefined;
}

/** The name of the environment variable that a program reads. */
export const variableOf = (number: number): string => `RANDOM_PROGRAM_${number}`;

/** A random whole number from 1 to a bound. */
export const literal = (random: () => number, bound = 90): number => 1 + Math.floor(random() * bound);
