import { printableJson, renderProblem } from '@nx-testmon/core';
import { maintenanceLines, type MaintenanceResult } from '@nx-testmon/engine';
import { type CommandIo, type ExitCode, printLines } from '../../command-io';
import { toProblemDocument } from '../../output/task-problems';
import type { MaintenanceDocument } from './maintenance-schemas';

/** Prints the result of a command that maintains the store, as lines or as JSON. */
export function printMaintenance(
  result: MaintenanceResult,
  json: boolean | undefined,
  io: CommandIo,
): ExitCode {
  if (json !== true) return printLines(io, result.ok, maintenanceLines(result));
  io.print(printableJson(toMaintenanceDocument(result), 2));
  return printLines({ ...io, print: io.printError }, result.ok, result.problems.map(renderProblem));
}

export function toMaintenanceDocument({ outcome, problems }: MaintenanceResult): MaintenanceDocument {
  return {
    ...(outcome === undefined ? {} : { result: toResult(outcome) }),
    problems: problems.map(toProblemDocument),
  };
}

type MaintenanceOutcome = NonNullable<MaintenanceResult['outcome']>;

function toResult(outcome: MaintenanceOutcome): NonNullable<MaintenanceDocument['result']> {
  switch (outcome.kind) {
    case 'merged': {
      const { merged, addedFacts, knownFacts, ignoredFacts, addedResults, turnedOff, turnedOn } = outcome;
      return {
        files: merged,
        newFacts: addedFacts,
        knownFacts,
        invalidFacts: ignoredFacts,
        newResults: addedResults,
        turnedOff,
        turnedOn,
      };
    }
    case 'exported': {
      const { facts, records, folder } = outcome;
      return { facts, records, folder };
    }
    case 'garbage-collected': {
      const { removedFacts, bytes, formerBytes } = outcome;
      return { removedFacts, bytes, formerBytes };
    }
  }
}
