import {
  type BlockKey,
  type EnvironmentKey,
  type Fact,
  type Fallback,
  fallbackKinds,
  formatBlockId,
  sortFallbacks,
  type TaskRecord,
} from '@nx-testmon/core';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { encodeRecord, RecordDecoder } from './record-format';
import { createRecordParsers } from './record-schema';

const decoder = new RecordDecoder();

const FACT: Fact = {
  testFile: { suite: 'a:vitest.config.ts', path: 'packages/a/src/a.test.ts' },
  environment: 'default' as EnvironmentKey,
  outcome: 'passed',
  durationMs: 1.25,
  endedAt: 1000,
  dependencies: [
    { block: 'a.ts#<effects>' as BlockKey, hash: 'h0' },
    { block: 'a.ts=>f' as BlockKey, hash: 'h1' },
    { block: 'package:@scope/x' as BlockKey, hash: '1.2.3' },
  ],
  execution: { instrumentedModules: ['a.ts'], reads: { isComplete: true, fallback: false } },
};

function record(facts: readonly Fact[] = [FACT], changes: Partial<TaskRecord> = {}): TaskRecord {
  return { execId: 'exec', project: '@scope/a', target: 'testmon', facts, ...changes };
}

/** The JSON of a valid record, with changes. */
function altered(change: (json: any) => void): string {
  const json = JSON.parse(encodeRecord(record()));
  change(json);
  return JSON.stringify(json);
}

function refusal(text: string): string {
  const decoded = decoder.decode(text);
  return decoded.ok ? 'accepted' : decoded.reason;
}

const word = fc.stringMatching(/^[a-zA-Z0-9é_.-]{1,8}$/).filter((text) => !/^\.+$/.test(text));
const path = fc.array(word, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('/'));
const execution = fc.record(
  {
    instrumentedModules: fc.uniqueArray(path, { maxLength: 3 }).map((paths) => paths.sort()),
    reads: fc.record({ isComplete: fc.boolean(), fallback: fc.boolean() }),
  },
  { requiredKeys: ['instrumentedModules'] },
);
const placed = fc.integer({ min: 2 ** 31, max: 2 ** 42 });
const fallback: fc.Arbitrary<Fallback> = fc.record(
  {
    kind: fc.constantFrom(...fallbackKinds),
    module: path,
    line: fc.integer({ min: 1, max: 1000 }),
    subject: fc.oneof(word, fc.constantFrom('a (b.node)', 'b.node')),
    package: word,
  },
  { requiredKeys: ['kind'] },
);
const facts = fc.array(
  fc
    .tuple(
      fc.option(placed),
      fc.array(fallback, { maxLength: 3 }),
      fc.record({
        testFile: fc.record({ suite: word, path }),
        environment: word.map((text) => text as EnvironmentKey),
        outcome: fc.constantFrom('passed' as const, 'failed' as const),
        durationMs: fc.double({ min: 0, max: 1e9, noNaN: true }),
        endedAt: fc.nat(),
        execution,
        dependencies: fc
          .dictionary(
            word.map((name) => `m.ts#${name}`),
            fc.constantFrom('1', '2', '3'),
          )
          .map((hashes) =>
            Object.entries(hashes)
              .map(([block, hash]) => ({ block: block as BlockKey, hash }))
              .sort((a, b) => (a.block < b.block ? -1 : 1)),
          ),
      }),
    )
    .map(([sequence, causes, one]) => ({
      ...one,
      ...(sequence === null ? {} : { sequence }),
      ...(causes.length === 0 ? {} : { fallbacks: sortFallbacks(causes) }),
    })),
  { maxLength: 6 },
);

describe('a record as text', () => {
  it('is decoded to the same record', () => {
    fc.assert(
      fc.property(facts, (list) => {
        // JSON has no -0.
        const plain = list.map((one) => ({ ...one, durationMs: one.durationMs + 0 }));
        const decoded = decoder.decode(encodeRecord(record(plain)));
        expect(decoded).toMatchObject({ ok: true, record: record(plain) });
      }),
    );
  });

  it('has the first version that can store its causes', () => {
    const versionOf = (...fallbacks: readonly Fallback[]) =>
      (JSON.parse(encodeRecord(record([{ ...FACT, fallbacks }]))) as { version: number }).version;
    expect(versionOf()).toBe(2);
    expect(versionOf({ kind: 'process-started', subject: 'git' })).toBe(3);
    expect(versionOf({ kind: 'native-code', subject: 'addon.node' })).toBe(4);
  });

  it('contains the package of native code in the subject only in version 3', () => {
    const fallbacks: Fallback[] = [{ kind: 'native-code', subject: 'a (b.node)' }];
    const json = JSON.parse(encodeRecord(record([{ ...FACT, fallbacks }]))) as object;
    const fallbacksOf = (version: number) => {
      const decoded = decoder.decode(JSON.stringify({ ...json, version }));
      return decoded.ok ? decoded.record.facts[0]?.fallbacks : decoded.reason;
    };
    expect(fallbacksOf(4)).toEqual(fallbacks);
    expect(fallbacksOf(3)).toEqual([{ kind: 'native-code', subject: 'b.node', package: 'a' }]);
  });

  it('is the same for the same facts, in any order of their dependencies', () => {
    const turned = { ...FACT, dependencies: [...FACT.dependencies].reverse() };
    expect(encodeRecord(record([turned]))).toBe(encodeRecord(record()));
  });

  it('leaves out a fact whose block was edited during the run', () => {
    const twice = {
      ...FACT,
      dependencies: [...FACT.dependencies, { block: 'a.ts=>f' as BlockKey, hash: 'h9' }],
    };
    const decoded = decoder.decode(encodeRecord(record([twice, FACT])));
    expect(decoded.ok && decoded.record.facts).toEqual([FACT]);
  });

  it('contains each block once', () => {
    const many = Array.from({ length: 100 }, (_, n) => ({ ...FACT, endedAt: n }));
    expect(encodeRecord(record(many)).match(/package:@scope/g)).toHaveLength(1);
  });
});

describe('an untrusted record', () => {
  it('is refused if it is not JSON, not an object, or has another format', () => {
    expect(refusal('{')).toBe('not JSON');
    for (const text of ['null', '[]', '"x"', '{}']) expect(refusal(text)).not.toBe('accepted');
    expect(refusal(altered((json) => (json.version = 1)))).not.toBe('accepted');
    expect(refusal(altered((json) => delete json.version))).not.toBe('accepted');
    expect(refusal(altered(() => undefined))).toBe('accepted');
  });

  it.each([
    '/etc/passwd',
    '../x.test.ts',
    'a/../../x',
    'C:/x',
    'C:\\x',
    'a\\..\\b',
    '\\\\host\\x',
    '..',
    '',
    'a\0b',
  ])('is refused for the path %j', (path) => {
    expect(refusal(altered((json) => (json.facts[0].testFile.path = path)))).toMatch(
      /^facts\.0\.testFile\.path: /,
    );
    expect(refusal(altered((json) => json.modules.push(path)))).toMatch(/^modules\.\d: /);
  });

  it.each(['/etc/passwd#f', '../x.ts#f', '/abs', '\\\\host\\x', 'a/../../x.ts=>f', ''])(
    'is refused for the block %j',
    (block) => {
      expect(refusal(altered((json) => (json.blocks[0][0] = block)))).toMatch(/^blocks\.0\.0: /);
    },
  );

  it.each(['', 'two words', 'x'.repeat(300), 5, null])('is refused for the hash %j', (hash) => {
    expect(refusal(altered((json) => (json.blocks[0][1] = hash)))).toMatch(/^blocks\.0\.1: /);
  });

  it('is refused for invalid, negative and too large numbers', () => {
    for (const value of ['1', -1, 1e300, null, [], {}]) {
      expect(refusal(altered((json) => (json.facts[0].durationMs = value)))).toMatch(/durationMs/);
      expect(refusal(altered((json) => (json.facts[0].endedAt = value)))).toMatch(/endedAt/);
    }
  });

  it.each(['a\u001b[2Jb.test.ts', 'a\nb.test.ts', 'a\u009bm\\x.test.ts', '\u202e.test.ts'])(
    'is accepted with the unusual name %j in any field',
    (name) => {
      const odd: Fact = {
        ...FACT,
        testFile: { suite: `${name}:vitest.config.ts`, path: name },
        environment: name as EnvironmentKey,
        dependencies: [{ block: formatBlockId({ kind: 'read', path: name }), hash: 'h' }],
        execution: { instrumentedModules: [name] },
      };
      const given = record([odd], { project: name, target: name, execId: name });
      expect(decoder.decode(encodeRecord(given))).toMatchObject({ ok: true, record: given });
    },
  );

  it('is readable if a fact has an invalid name or hash, and the fact is left out', () => {
    const names = ['../a.test.ts', 'C:/a.test.ts', 'x'.repeat(5000), ''];
    const odd = names.map((path) => ({ ...FACT, testFile: { ...FACT.testFile, path } }));
    const hashes = ['with a space', '', 'x'.repeat(300), 'é'];
    const oddHashes = hashes.map((hash) => ({
      ...FACT,
      dependencies: [{ block: 'm.ts#f' as BlockKey, hash }],
    }));
    const decoded = decoder.decode(encodeRecord(record([...odd, ...oddHashes, FACT])));
    expect(decoded.ok && decoded.record.facts).toEqual([FACT]);
  });

  it.each([
    ['empty lists', '[],', 40_000_000, 'more entries than a record may hold'],
    ['nested lists', '[', 10_000_000, 'nested too deeply'],
  ])('of %s is refused before it is parsed', (_, part, count, reason) => {
    const text = `[${part.repeat(count)}[]]`;
    const parse = vi.spyOn(JSON, 'parse');
    onTestFinished(() => parse.mockRestore());
    expect(refusal(text)).toBe(reason);
    expect(parse).not.toHaveBeenCalled();
  });

  it.each([
    ['blocks', '[]', 1_900_000],
    ['modules', '"/"', 900_000],
    ['facts', '{}', 90_000],
  ])(
    'of many invalid %s is refused for the first of them, and the others are not checked',
    (list, entry, count) => {
      const lists = {
        blocks: '[]',
        modules: '[]',
        facts: '[]',
        [list]: `[${`${entry},`.repeat(count)}${entry}]`,
      };
      const text = `{"version":2,"execId":"exec","project":"a","target":"testmon",${Object.entries(lists)
        .map(([name, value]) => `"${name}":${value}`)
        .join(',')}}`;
      expect(createRecordParsers().current(JSON.parse(text)).issues).toHaveLength(1);
      expect(refusal(text)).toMatch(new RegExp(`^${list}\\.0\\b`));
    },
  );

  it('may contain brackets in its strings', () => {
    expect(refusal(`"${'['.repeat(1000)}\\"[[[[[[[[["`)).toBe('the fields of a record are missing');
  });

  it('is refused for unknown keys, including __proto__', () => {
    const text = encodeRecord(record());
    expect(refusal(text.replace('{"version"', '{"__proto__":{"polluted":1},"version"'))).not.toBe('accepted');
    expect(refusal(text.replace('{"testFile"', '{"__proto__":{"polluted":1},"testFile"'))).not.toBe(
      'accepted',
    );
    expect(refusal(altered((json) => (json.more = 1)))).not.toBe('accepted');
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('is refused if a fact refers to unknown blocks, to a block twice, or has an invalid list', () => {
    const blocks = (value: string) => refusal(altered((json) => (json.facts[0].dependencies = value)));
    const packed = (...bytes: number[]) => Buffer.from(bytes).toString('base64');
    expect(blocks(packed(3))).toMatch(/^invalid block list for /);
    expect(blocks(packed(0, 0))).toMatch(/^invalid block list for /);
    expect(blocks(packed(128))).toMatch(/^invalid block list for /);
    expect(blocks('~')).toMatch(/not base64/);
    expect(blocks(packed(0, 1))).toBe('accepted');
    expect(refusal(altered((json) => (json.blocks[1][0] = json.blocks[0][0])))).toMatch(
      /^invalid block list for /,
    );
  });

  it('is refused if a fact refers to unknown modules, or to a module twice', () => {
    const modules = (value: string) =>
      refusal(altered((json) => (json.facts[0].execution.instrumentedModules = value)));
    expect(modules(Buffer.from([1]).toString('base64'))).toMatch(/^invalid module list for /);
    expect(modules(Buffer.from([0, 0]).toString('base64'))).toMatch(/^invalid module list for /);
    expect(modules('')).toBe('accepted');
  });

  it('is refused with the reason if it has a newer version', () => {
    const newer = altered((json) => (json.version = 5));
    expect(refusal(newer)).toBe('version 5 of the record format; this nx-testmon reads up to 4');
  });

  it('is refused with a reason, without an exception, for any JSON', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(decoder.decode(text)).toMatchObject({ ok: false, reason: expect.stringMatching(/./) });
      }),
    );
  });
});
