import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { modelCircuits } from '../../support/commandLine';
import { fixture, readJson } from '../../support/fixtures';

/** One call of the command line; test/fixtures/cases/README.md says what the fields mean. */
interface Step {
  readonly args: readonly string[];
  readonly loss?: number;
  readonly ids?: readonly number[];
  readonly ranges?: readonly (readonly [number, number])[];
  readonly message?: string;
  readonly orTold?: string;
}

interface Case {
  readonly about: string;
  readonly steps: readonly Step[];
}

interface RunOutput {
  readonly loss: { readonly mean: number };
  readonly tokens: readonly (readonly {
    readonly id: number;
    readonly start: number | null;
    readonly end: number | null;
  }[])[];
}

/** Faults that are still to be mended. A case leaves the list with its cause. */
const open = new Set<string>([]);

const names = readdirSync(fixture('cases'), { withFileTypes: true })
  .filter(entry => entry.isDirectory())
  .map(entry => entry.name);

describe.each(names)('the case %s', name => {
  const { about, steps } = readJson(fixture('cases', name, 'expected.json')) as Case;

  it.skipIf(open.has(name)).each(steps.map((step, index) => [index, step] as const))(
    `${about}: call %i`,
    async (_index, step) => {
      const { code, stdout, stderr } = await modelCircuits(
        step.args.map(arg => arg.replace('@', `${fixture('cases', name)}/`)),
      );
      const value = step.loss !== undefined || step.ids !== undefined;
      if (!value || code !== 0) {
        expect(code, stderr).toBe(1);
        expect(stderr).toMatch(new RegExp(step.message ?? step.orTold ?? 'This call has no message.', 'i'));
        return;
      }
      const output = JSON.parse(stdout) as RunOutput;
      if (step.loss !== undefined) {
        expect(Math.abs(output.loss.mean - step.loss) / Math.max(1, Math.abs(step.loss))).toBeLessThan(1e-4);
      }
      const [tokens = []] = output.tokens;
      if (step.ids !== undefined) expect(tokens.map(({ id }) => id)).toEqual(step.ids);
      if (step.ranges !== undefined) {
        const inText = tokens.filter(({ start }) => start !== null);
        expect(inText.map(({ start, end }) => [start, end])).toEqual(step.ranges);
      }
    },
    30_000,
  );
});
