import type { Frame, Locator } from 'playwright-core';
import { contextMenu } from '../../../src/tools/vscode/driver/contextMenu.mjs';
import { oneLine } from '../../../src/tools/vscode/driver/text.mjs';
import { until } from '../../../src/tools/vscode/driver/until.mjs';
import type { Vscode } from './useVscode';

/** A row of the ranking as the user reads it. */
export interface ListedHead {
  readonly name: string;
  readonly type: string;
  /** "0.926", or "0.926 → 0.412" */
  readonly scores: readonly string[];
  readonly isSelected: boolean;
}

/** The Heads view, driven as a user would. */
export class HeadsView {
  constructor(private readonly vscode: Vscode) {}

  /** Opens the view and gives it all the room of the sidebar. */
  async open(): Promise<void> {
    await this.vscode.runCommand('Model Circuits: Show Heads View');
    await this.frame();
    await this.collapse('Checkpoints');
    await this.collapse('Ablation');
  }

  async collapse(view: string): Promise<void> {
    const header = this.vscode.page.locator(`.pane-header[aria-label^="${view}"]`).filter({ visible: true });
    if ((await header.count()) === 0 || (await header.getAttribute('aria-expanded')) === 'false') return;
    await header.click();
  }

  frame(): Promise<Frame> {
    return this.vscode.webviewFrame(frame =>
      frame.evaluate(() => document.querySelector('model-circuits-heads')?.shadowRoot?.querySelector('main') != null),
    );
  }

  /** Waits until all heads are scored and the ranking is sorted. */
  async scored(timeoutMs = 60_000): Promise<void> {
    await until(
      'all scores',
      async () => {
        const frame = await this.frame();
        const isRunning = (await frame.getByRole('progressbar').count()) > 0;
        return !isRunning && (await frame.locator('[aria-sort]').count()) > 0;
      },
      timeoutMs,
    );
  }

  /** The rows in the page. A long ranking has only those in sight and a few more. */
  async rows(): Promise<ListedHead[]> {
    const frame = await this.frame();
    return frame.locator('model-circuits-ranking .row').evaluateAll(rows =>
      rows.map(row => ({
        name: row.querySelector('.name span')?.textContent ?? '',
        type: row.querySelector('.type')?.textContent.trim() ?? '',
        scores: [...row.querySelectorAll('.cell .number')].map(cell => cell.textContent.trim()),
        isSelected: row.getAttribute('aria-selected') === 'true',
      })),
    );
  }

  async names(): Promise<string[]> {
    return (await this.rows()).map(({ name }) => name);
  }

  async selected(): Promise<string[]> {
    return (await this.rows()).filter(({ isSelected }) => isSelected).map(({ name }) => name);
  }

  async row(name: string): Promise<Locator> {
    const frame = await this.frame();
    return frame.locator('model-circuits-ranking .row', { has: frame.locator(`.name >> text="${name}"`) });
  }

  async filter(text: string): Promise<void> {
    await (await this.frame()).locator('#filter input').fill(text);
  }

  /** Whether the view shows the heads of this checkpoint. */
  async isOf(checkpoint: string): Promise<boolean> {
    const description = this.vscode.page.locator('.pane-header[aria-label^="Heads"] .description');
    return (await description.count()) > 0 && (await description.innerText()).startsWith(checkpoint);
  }

  /** Sorts the ranking by a column, the largest first. */
  async sortBy(column: string): Promise<void> {
    const header = (await this.frame()).getByRole('columnheader', { name: column });
    await until(`the ranking by ${column}`, async () => {
      if ((await header.getAttribute('aria-sort')) === 'descending') return true;
      await this.press(column);
      return false;
    });
  }

  /** The text of a part of the view. */
  async text(selector: string): Promise<string> {
    return oneLine(await (await this.frame()).locator(selector).first().innerText());
  }

  async press(button: string): Promise<void> {
    await (await this.frame()).getByRole('button', { name: button, exact: true }).click();
  }

  /** The place of a head of the heat map on its canvas. */
  async placeInMap(layer: number, head: number): Promise<{ x: number; y: number }> {
    const [layers, heads, { width, height }] = await (
      await this.frame()
    )
      .locator('model-circuits-head-map')
      .evaluate(map => {
        const grid = map.shadowRoot?.querySelector('[role=grid]');
        const box = map.shadowRoot?.querySelector('canvas')?.getBoundingClientRect();
        return [
          Number(grid?.getAttribute('aria-rowcount')),
          Number(grid?.getAttribute('aria-colcount')),
          { width: box?.width ?? 0, height: box?.height ?? 0 },
        ] as const;
      });
    const [stepX, stepY] = [(width - 29) / heads, (height - 17) / layers];
    return { x: 28 + (head + 0.5) * stepX, y: 16 + (layer + 0.5) * stepY };
  }

  async map(): Promise<Locator> {
    return (await this.frame()).locator('model-circuits-head-map canvas');
  }

  /** Right-clicks a head in the heat map and chooses a menu item. */
  async rightClickInMap(layer: number, head: number, item?: string): Promise<string[]> {
    const map = await this.map();
    const position = await this.placeInMap(layer, head);
    return contextMenu(this.vscode.page, options => map.click({ ...options, position }), item);
  }

  async rightClickRow(name: string, item?: string): Promise<string[]> {
    const row = await this.row(name);
    return contextMenu(this.vscode.page, options => row.click(options), item);
  }
}
