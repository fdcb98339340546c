import type { Frame, Locator } from 'playwright-core';
import { oneLine } from '../../../src/tools/vscode/driver/text.mjs';
import { until } from '../../../src/tools/vscode/driver/until.mjs';
import type { Vscode } from './useVscode';

/** The Training view, driven as a user would. */
export class TrainingView {
  constructor(private readonly vscode: Vscode) {}

  frame(): Promise<Frame> {
    return this.vscode.webview('model-circuits-training main');
  }

  async text(selector: string): Promise<string> {
    return oneLine(await (await this.frame()).locator(selector).first().innerText());
  }

  /** "Training", "Paused" and so on. Empty while the view opens. */
  phase(): Promise<string> {
    return this.text('header .phase').catch(() => '');
  }

  async untilPhase(phase: string, timeoutMs = 60_000): Promise<void> {
    await until(`training to be "${phase}"`, async () => (await this.phase()) === phase, timeoutMs);
  }

  /** The step that the view shows. */
  async step(): Promise<number> {
    const [, step = ''] = /step ([\d,]+) of/.exec(await this.text('header .values')) ?? [];
    return Number(step.replaceAll(',', ''));
  }

  async press(button: string): Promise<void> {
    await (await this.frame()).getByRole('button', { name: button, exact: true }).click();
  }

  /** The marks on the axis, in order. */
  async snapshots(): Promise<number[]> {
    const marks = (await this.frame()).locator('model-circuits-snapshots [role=radio]');
    return (await marks.evaluateAll(all => all.map(one => Number((one as HTMLElement).dataset.step)))).toSorted(
      (a, b) => a - b,
    );
  }

  async snapshot(step: number): Promise<Locator> {
    return (await this.frame()).locator(`model-circuits-snapshots [data-step="${step}"]`);
  }
}
