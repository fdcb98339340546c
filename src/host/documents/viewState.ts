import { EventEmitter, type Disposable } from 'vscode';
import type { ComparisonMetric } from '../../shared/comparison';
import type { Intervention } from '../../shared/interventions/intervention';
import { headOutside, type HeadGrid, type HeadRef } from '../../shared/heads';
import type { Direction } from '../../shared/attentionRow';

/** What the user chose to see, for all editors and views together. */
export interface ViewStateValues {
  /** Null: all heads of the model. */
  readonly heads: readonly HeadRef[] | null;
  readonly direction: Direction;
  readonly hideStart: boolean;
  /** Null: the whole model runs. */
  readonly ablation: Intervention | null;
  readonly metric: ComparisonMetric;
}

export class ViewState implements Disposable {
  readonly #changed = new EventEmitter<void>();
  readonly onDidChange = this.#changed.event;
  #values: ViewStateValues = {
    heads: null,
    direction: 'from',
    hideStart: false,
    ablation: null,
    metric: { kind: 'loss' },
  };

  get values(): ViewStateValues {
    return this.#values;
  }

  set(changes: Partial<ViewStateValues>): void {
    this.#values = { ...this.#values, ...changes };
    this.#changed.fire();
  }

  /** Drops choices of heads that another model does not have. */
  dropMissingHeads(grid: HeadGrid): void {
    const fitting = valuesFor(this.#values, grid);
    if (fitting !== this.#values) this.set(fitting);
  }

  dispose(): void {
    this.#changed.dispose();
  }
}

/** The same values for a model that has all chosen heads; else all heads, and no ablation. */
export function valuesFor(values: ViewStateValues, grid: HeadGrid): ViewStateValues {
  const { heads, ablation } = values;
  const hasHeads = !heads || !headOutside(heads, grid);
  const hasAblated = !ablation || !headOutside(ablation.heads, grid);
  if (hasHeads && hasAblated) return values;
  return { ...values, heads: hasHeads ? heads : null, ablation: hasAblated ? ablation : null };
}
