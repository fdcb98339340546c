import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { interventionKindNames, interventionKinds } from '../shared/interventions/registry';
import { asAppError, isInputFault } from '../shared/errors';
import { describe } from './describe';
import { chosenBytes } from '../shared/contracts/engineContract';
import { isRecipeName, recipeNames, type RecipeName } from '../shared/recipes/registry';
import { endWithTheReader } from './output';
import { run } from './run';
import { scores } from './scores';
import { train } from './train';

/**
 * `input`: a checkpoint or an input file cannot be used. `usage`: the arguments are wrong. `ours`: the fault is in this
 * program or its backend. `interrupted`: Ctrl+C, for which 130 (128 + SIGINT) is the shells' convention.
 */
const exitCodes = { input: 1, usage: 2, ours: 3, interrupted: 130 };

const checkpointHelp = 'folder with config.json and weights, or a .gguf, .pt, .pth or llama2.c .bin file';
const seededKinds = interventionKinds
  .filter(({ isSeeded }) => isSeeded)
  .map(({ name }) => `--kind ${name}`)
  .join(', ');

function program(): Command {
  const program = new Command('model-circuits')
    .description('Runs transformer checkpoints and shows what their attention heads do.')
    .exitOverride();
  const backend = new Option('--backend <name>', 'what computes: auto takes tensorflow if it is installed, else wasm')
    .choices(['auto', 'tensorflow', 'wasm', 'cpu'])
    .default('auto');
  const kind = new Option('--kind <kind>', "what takes the place of the ablated heads' output")
    .choices(interventionKindNames)
    .default('zero');
  const tokenizer = new Option(
    '--tokenizer <path>',
    `a tokenizer instead of the checkpoint's own: a tokenizer.json, a folder with a tokenizer, a .gguf or .model file, or ${chosenBytes}`,
  );
  const json = new Option('--json', 'print one JSON object to standard output and nothing else').default(false);

  program
    .command('run')
    .description('Run a checkpoint on a text or on token ids.')
    .argument('<checkpoint>', checkpointHelp)
    .option('--text <file>', 'UTF-8 text file; of a longer text, the first tokens that fit into the context')
    .option('--ids <file.json>', 'JSON file with rows of token ids of equal length, [[…], […]]')
    .addOption(
      new Option('--start-token <when>', 'whether to put a start token before the text; auto: as the tokenizer does')
        .choices(['auto', 'always', 'never'])
        .default('auto'),
    )
    .addOption(tokenizer)
    .option('--ablate <heads>', 'heads to ablate: L0H1,L2H3 or 0.1,2.3')
    .addOption(kind)
    .addOption(new Option('--seed <n>', `seed for ${seededKinds}`).default(0).argParser(readSeed))
    .addOption(backend)
    .option('--out <file.safetensors>', 'write logits, attention patterns, residual streams and losses to a file')
    .addOption(json)
    .action(run);

  program
    .command('scores')
    .description('Score all heads: prefix matching, induction, copying, previous token and more.')
    .argument('<checkpoint>', checkpointHelp)
    .addOption(
      new Option('--recipe <name>', 'a score to compute; repeat the option for more (default: all)')
        .choices(recipeNames)
        .default([])
        .argParser(collectRecipe),
    )
    .addOption(
      new Option('--seed <n>', `seed for the rows of tokens and for ${seededKinds}`).default(0).argParser(readSeed),
    )
    .option('--sequences <file.json>', 'rows to score on: the "sequences" object that --json prints')
    .addOption(tokenizer)
    .option('--ablate <heads>', 'score the model while these heads are ablated')
    .addOption(kind)
    .addOption(backend)
    .addOption(json)
    .action(scores);

  program
    .command('train')
    .description('Train a small model and write snapshots of it. Ctrl+C stops the run, and --resume continues it.')
    .argument('<setup.json>', 'the setup: model, data and settings of the training')
    .requiredOption('--out <run>', 'folder of the run: a new one, or with --resume the one to continue')
    .addOption(backend)
    .option('--resume', 'continue from the state that the run saved last', false)
    .option('--json', 'print one JSON line for each logged step to standard output and nothing else', false)
    .action(train);

  program
    .command('describe')
    .description('Describe a checkpoint from its headers, without reading its weights.')
    .argument('<checkpoint>', checkpointHelp)
    .addOption(tokenizer)
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

endWithTheReader(exitCodes.input);
void main().then(code => (process.exitCode = code));
