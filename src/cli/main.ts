import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { interventionKindNames } from '../shared/interventions/registry';
import { asAppError, isInputFault } from '../shared/errors';
import { describe } from './describe';
import { isRecipeName, recipeNames, type RecipeName } from '../shared/recipes/registry';
import { run } from './run';
import { scores } from './scores';
import { train } from './train';

/** The input is at fault, the call's words are off, or we are; or Ctrl+C was pressed, which shells tell like this. */
const exitCodes = { input: 1, usage: 2, ours: 3, interrupted: 130 };

const checkpointHelp = 'folder with config.json and safetensors weights, or a .gguf file';

function program(): Command {
  const program = new Command('model-circuits')
    .description('Runs transformer checkpoints and shows what their attention heads do.')
    .exitOverride();
  const backend = new Option('--backend <name>', 'where to compute')
    .choices(['auto', 'tensorflow', 'wasm', 'cpu'])
    .default('auto');
  const kind = new Option('--kind <kind>', 'what takes the place of their output')
    .choices(interventionKindNames)
    .default('zero');
  const json = new Option('--json', 'one JSON object on standard output, and nothing else there').default(false);

  program
    .command('run')
    .description('Run a checkpoint on a text or on token ids.')
    .argument('<checkpoint>', checkpointHelp)
    .option('--text <file>', 'UTF-8 text; beyond the context, the first tokens that fit')
    .option('--ids <file.json>', 'rows of token ids of equal length, [[…], […]], run as given')
    .addOption(
      new Option('--start-token <when>', 'prepend a start token to a text')
        .choices(['auto', 'always', 'never'])
        .default('auto'),
    )
    .option('--ablate <heads>', 'heads to knock out: L0H1,L2H3 or 0.1,2.3')
    .addOption(kind)
    .addOption(new Option('--seed <n>', 'for kinds that draw at random').default(0).argParser(readSeed))
    .addOption(backend)
    .option('--out <file.safetensors>', 'write logits, patterns, residual streams and losses')
    .addOption(json)
    .action(run);

  program
    .command('scores')
    .description('Score all heads: prefix matching, induction, copying, previous token and more.')
    .argument('<checkpoint>', checkpointHelp)
    .addOption(
      new Option('--recipe <name>', 'a score to compute; may be given several times; all without it')
        .choices(recipeNames)
        .default([])
        .argParser(collectRecipe),
    )
    .addOption(
      new Option('--seed <n>', 'for drawing the rows of tokens, and for kinds that draw at random')
        .default(0)
        .argParser(readSeed),
    )
    .option('--sequences <file.json>', 'rows to score on: the "sequences" that --json prints')
    .option('--ablate <heads>', 'score the model without these heads')
    .addOption(kind)
    .addOption(backend)
    .addOption(json)
    .action(scores);

  program
    .command('train')
    .description('Train a small model and keep snapshots of it. Ctrl+C stops it so that --resume goes on.')
    .argument('<recipe.json>', 'what to train, on what, and how')
    .requiredOption('--out <run>', 'folder of the run: new, or with --resume the one to go on with')
    .addOption(backend)
    .option('--resume', 'go on from what the run saved last', false)
    .option('--json', 'one JSON line a logged step on standard output, and nothing else there', false)
    .action(train);

  program
    .command('describe')
    .description('What the headers of a checkpoint say; reads no weights.')
    .argument('<checkpoint>', checkpointHelp)
    .addOption(json)
    .action(describe);

  return program;
}

function collectRecipe(name: string, before: readonly RecipeName[]): RecipeName[] {
  if (!isRecipeName(name)) throw new InvalidArgumentError(`Allowed choices are ${recipeNames.join(', ')}.`);
  return [...before, name];
}

function readSeed(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('A whole number is expected.');
  return Number(text);
}

async function main(): Promise<number> {
  try {
    await program().parseAsync();
    return 0;
  } catch (thrown) {
    if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? 0 : exitCodes.usage;
    const { reason, message } = asAppError(thrown);
    process.stderr.write(`model-circuits: ${message}\n`);
    if (reason === 'cancelled') return exitCodes.interrupted;
    return isInputFault(reason) ? exitCodes.input : exitCodes.ours;
  }
}

void main().then(code => (process.exitCode = code));
