import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { settingId, settingsSection, type Settings } from '../../../../src/host/ui/settings';
import { interventionKindNames } from '../../../../src/shared/interventions/registry';
import { inRepository } from '../../../support/fixtures';
import { manifest, strings, type SettingSchema } from '../../../support/manifest';

const declared = Object.assign({}, ...manifest.contributes.configuration.map(({ properties }) => properties)) as Record<
  string,
  SettingSchema
>;

/** The members of the interface `Settings` as TypeScript sees them: a type's name, or the allowed texts. */
function settingTypes(): Map<string, string | readonly string[]> {
  const file = inRepository('src/host/ui/settings.ts');
  const options = {
    strict: true,
    noLib: true,
    types: [],
    noResolve: false,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
  };
  const program = ts.createProgram([file], {
    ...options,
    module: ts.ModuleKind.ESNext,
    target: ts.ScriptTarget.ES2023,
  });
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(file)!;
  const declaration = source.statements.find(
    statement => ts.isInterfaceDeclaration(statement) && statement.name.text === 'Settings',
  );
  const settings = checker.getTypeAtLocation(declaration!);
  return new Map(
    settings.getProperties().map((property): [string, string | readonly string[]] => {
      const type = checker.getTypeOfSymbolAtLocation(property, declaration!);
      if (type.isUnion() && type.types.every(part => part.isStringLiteral())) {
        return [property.name, type.types.map(part => part.value)];
      }
      return [property.name, checker.typeToString(type)];
    }),
  );
}

describe('the settings of package.json', () => {
  const types = settingTypes();

  it('are those that the code reads', () => {
    expect([...types.keys()].map(name => `${settingsSection}.${name}`)).toEqual(Object.keys(declared));
    expect(settingId('run.maxTokens')).toBe('modelCircuits.run.maxTokens');
  });

  it.each([...types])('have the type that the code has: %s', (name, type) => {
    const schema = declared[settingId(name as keyof Settings)]!;
    if (typeof type === 'string') {
      expect(schema.type === 'integer' ? 'number' : schema.type).toBe(type);
      expect(schema.enum).toBeUndefined();
    } else {
      expect(schema.type).toBe('string');
      expect(schema.enum?.toSorted()).toEqual(type.toSorted());
    }
  });

  it.each(Object.entries(declared))('have a default of their own type, in their range: %s', (_id, schema) => {
    const { type, default: value, minimum = -Infinity, maximum = Infinity } = schema;
    expect(typeof value).toBe(type === 'integer' ? 'number' : type);
    if (schema.enum) expect(schema.enum).toContain(value);
    if (type === 'integer') expect(Number.isInteger(value)).toBe(true);
    if (typeof value === 'number') {
      expect(value).toBeGreaterThanOrEqual(minimum);
      expect(value).toBeLessThanOrEqual(maximum);
      expect(Number.isFinite(minimum) && Number.isFinite(maximum)).toBe(true);
    }
  });

  it.each(Object.entries(declared))('have a description, also for each choice: %s', (_id, schema) => {
    const { markdownDescription = '', markdownEnumDescriptions = [], enum: choices = [] } = schema;
    expect(strings[markdownDescription.slice(1, -1)]).toMatch(/\w{3}/);
    expect(markdownEnumDescriptions).toHaveLength(choices.length);
  });

  it('offer every kind of intervention as the kind of an ablation, in the order of the registry, each with a description', () => {
    const { enum: names, markdownEnumDescriptions } = declared[settingId('ablation.kind')]!;
    expect(names).toEqual(interventionKindNames);
    expect(markdownEnumDescriptions).toEqual(interventionKindNames.map(name => `%setting.ablation.kind.${name}%`));
  });

  it('have machine scope if they choose what runs on this machine, so that an untrusted folder cannot set them', () => {
    const ofEngine = Object.entries(declared).filter(([id]) => id.startsWith('modelCircuits.engine.'));
    for (const [id, { scope }] of ofEngine) expect([id, scope]).toEqual([id, 'machine']);
    const restricted = manifest.capabilities.untrustedWorkspaces.restrictedConfigurations;
    expect(restricted).toContain('modelCircuits.engine.tensorflowPath');
    expect(restricted.filter(id => !(id in declared))).toEqual([]);
  });

  it('have the documented defaults', () => {
    expect(declared['modelCircuits.run.maxTokens']!.default).toBe(512);
    expect(declared['modelCircuits.run.startToken']!.default).toBe('auto');
    expect(declared['modelCircuits.engine.backend']!.default).toBe('auto');
  });
});
