import type { WeightsFileHost, WeightsFileState } from '../../src/shared/contracts/weightsFileContract';
import { asAppError } from '../../src/shared/errors';
import type { Client } from '../../src/shared/rpc/rpc';
import type { TensorEntry, TensorHistogram } from '../../src/shared/weightsFile';
import type { ViewPage } from '../base/viewPage';
import { filteredTensors } from './filteredTensors';

const nothingRead: WeightsFileState = { name: '', file: null, problem: null, model: null, isActive: false };

/** The histogram of one tensor. */
export type HistogramState =
  | { readonly kind: 'none' }
  | { readonly kind: 'reading' }
  | { readonly kind: 'known'; readonly histogram: TensorHistogram }
  | { readonly kind: 'failed'; readonly message: string };

/** What the state needs of its page: of the host only the histogram. */
export type WeightsPage = Pick<ViewPage<WeightsFileHost>, 'kept' | 'keep' | 'requestUpdate'> & {
  readonly host: Pick<Client<WeightsFileHost>, 'histogram'>;
};

/** What the viewer shows: the file, the filter, the tensor that the user is at, and its histogram. */
export class WeightsViewState {
  #data: WeightsFileState | null = null;
  #filter: string;
  #current: string | null = null;
  #histogram: HistogramState = { kind: 'none' };

  constructor(private readonly page: WeightsPage) {
    const { filter } = page.kept();
    this.#filter = typeof filter === 'string' ? filter : '';
  }

  /** Null until the host has sent something. */
  get data(): WeightsFileState | null {
    return this.#data;
  }

  get filter(): string {
    return this.#filter;
  }

  /** The tensors that the filter lets through, in the file's order. */
  get shown(): readonly TensorEntry[] {
    return filteredTensors(this.#data?.file?.tensors ?? [], this.#filter);
  }

  get current(): TensorEntry | null {
    return this.#data?.file?.tensors.find(({ name }) => name === this.#current) ?? null;
  }

  /** Of the current tensor. */
  get histogram(): HistogramState {
    return this.#histogram;
  }

  receive(parts: Partial<WeightsFileState>): void {
    this.#data = { ...(this.#data ?? nothingRead), ...parts };
    // The file was read again: the numbers may be others.
    if (parts.file !== undefined) this.#histogram = { kind: 'none' };
    this.page.requestUpdate();
  }

  setFilter(filter: string): void {
    this.#filter = filter;
    this.page.keep({ filter: this.#filter });
    this.page.requestUpdate();
  }

  /** Makes a tensor the current one, without reading it. */
  moveTo({ name }: TensorEntry): void {
    if (name === this.#current) return;
    this.#current = name;
    this.#histogram = { kind: 'none' };
    this.page.requestUpdate();
  }

  /** Makes a tensor the current one and reads its histogram. */
  open(tensor: TensorEntry): void {
    this.moveTo(tensor);
    if (this.#histogram.kind === 'reading' || this.#histogram.kind === 'known') return;
    this.setHistogram(tensor.name, { kind: 'reading' });
    this.page.host.histogram({ tensor: tensor.name }).then(
      histogram => this.setHistogram(tensor.name, { kind: 'known', histogram }),
      (thrown: unknown) => {
        const { reason, message } = asAppError(thrown);
        this.setHistogram(tensor.name, reason === 'cancelled' ? { kind: 'none' } : { kind: 'failed', message });
      },
    );
  }

  private setHistogram(tensor: string, histogram: HistogramState): void {
    if (tensor !== this.#current) return;
    this.#histogram = histogram;
    this.page.requestUpdate();
  }
}
