import { renderProblem } from '@nx-testmon/core';
import type { CauseDiagnosis } from '@nx-testmon/engine';
import { toFallbackDocument } from '../../output/fallback-document';
import { toUncoveredDocument } from '../../targets/find-uncovered-projects';
import { type CheckedItem, checkedItems, type Diagnosis, mustBeFixed, unknownToNx } from './diagnosis';
import type { DiagnosisDocument } from './diagnosis-schema';

export function toDiagnosisDocument(diagnosis: Diagnosis): DiagnosisDocument {
  const { diagnoses, uncovered, unlisted, usesNx } = diagnosis;
  return {
    version: 1,
    mustBeFixed: mustBeFixed(diagnosis),
    setup: checkedItems(diagnosis).map(toCheckDocument),
    projects: diagnoses.map(({ causes, ...task }) => ({ ...task, causes: causes.map(toCauseDocument) })),
    uncovered: uncovered.map(toUncoveredDocument),
    unlisted: unknownToNx(diagnosis).map(({ project, inputs, projects, cyclicProjects }) => ({
      project,
      inputs,
      projects,
      cyclicProjects,
    })),
    variables: unlisted.flatMap(({ project, variables }) =>
      variables.map(({ name, isInput, isSet, testFiles }) => ({
        project,
        name,
        isSet,
        ...(usesNx ? { isInput } : {}),
        testFiles,
      })),
    ),
  };
}

function toCheckDocument({ name, mark, found, problems }: CheckedItem): DiagnosisDocument['setup'][number] {
  return {
    name,
    mark,
    ok: mark === 'ok',
    ...(mark === 'ok' ? { found } : {}),
    problems: problems.map((problem) => ({ kind: problem.kind, text: renderProblem(problem) })),
  };
}

function toCauseDocument({ fallback, testFiles }: CauseDiagnosis) {
  return { ...toFallbackDocument(fallback), testFiles };
}
