import type { LogLine, TrainReport } from '../shared/contracts/trainingContract';

/** Prints the log of a training run as a table, one line for each logged step. On a terminal the last line counts the steps. */
export class TrainTable {
  #steps = 0;
  #isCounting = false;

  show(report: TrainReport): void {
    switch (report.kind) {
      case 'start':
        return this.begin(report);
      case 'log':
        return this.line(row(report.line));
      case 'step':
        if (!process.stdout.isTTY) return;
        this.clear();
        process.stdout.write(
          `step ${report.step} of ${this.#steps}, loss ${report.loss.toFixed(3)}, ${left(report)} left`,
        );
        this.#isCounting = true;
        return;
      case 'snapshot':
        return;
    }
  }

  end(line: string): void {
    this.clear();
    if (line !== '') this.line(line);
  }

  private begin({ recipe, backend, parameters, step }: Extract<TrainReport, { kind: 'start' }>): void {
    this.#steps = recipe.steps;
    const { n_layers: layers, n_heads: heads } = recipe.model;
    const size = `${layers} ${layers === 1 ? 'layer' : 'layers'} × ${heads} heads, ${parameters.toLocaleString('en')} parameters`;
    this.line(
      `${recipe.name}: ${size}, ${backend.name} ${backend.version}${step > 0 ? `, resumed at step ${step}` : ''}`,
    );
    this.line('');
    this.line(header);
  }

  private line(text: string): void {
    this.clear();
    process.stdout.write(`${text}\n`);
  }

  private clear(): void {
    if (this.#isCounting) process.stdout.write('\r\x1b[K');
    this.#isCounting = false;
  }
}

const columns = ['step', 'tokens', 'loss', 'learning rate', 'tokens/s', 'prefix matching'] as const;
const header = columns.map(name => name.padStart(width(name))).join('  ');

function width(name: string): number {
  return Math.max(10, name.length);
}

function row({ step, tokens, loss, learningRate, tokensPerSecond, prefixMatching }: LogLine): string {
  const cells = [
    String(step),
    tokens.toLocaleString('en'),
    loss.toFixed(4),
    learningRate.toExponential(2),
    tokensPerSecond === null ? '–' : Math.round(tokensPerSecond).toLocaleString('en'),
    prefixMatching === null ? '–' : prefixMatching.toFixed(3),
  ];
  return cells.map((cell, i) => cell.padStart(width(columns[i] ?? ''))).join('  ');
}

function left({ secondsLeft }: { secondsLeft: number }): string {
  const seconds = Math.round(secondsLeft);
  return seconds < 90 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
}
