/** Every kind of mutant, by its name on the command line. Output shows the words without hyphens. */
const kinds = [
  'negated-condition',
  'changed-return',
  'swapped-operator',
  'deleted-statement',
  'moved-statement',
  'changed-constant',
  'changed-class-field',
  'changed-export',
  'barrel-edit',
  'changed-data',
  'changed-config',
  'deleted-file',
  'renamed-file',
];

module.exports = { kinds };
