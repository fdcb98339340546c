import type {
  PairValue,
  AttentionReduce,
  AttentionSummary,
  Thumbnails,
} from '../../src/shared/contracts/engineContract';
import { formatHead, formatHeads, type HeadRef } from '../../src/shared/heads';
import type { Client } from '../../src/shared/rpc/rpc';
import type { AttentionViewHost } from '../../src/shared/contracts/attentionViewContract';
import type { Tile } from '../../src/shared/tile';
import { Fetched, type Question } from './fetched';

/** A tile of 512 tokens has 260 kB, a summary up to three times that. */
const keptTiles = 24;

/** What has been fetched of one pass. A getter gives null and starts the fetch while its value is missing. */
export class AttentionData {
  readonly #summaries: Fetched<AttentionSummary>;
  readonly #tiles: Fetched<readonly Tile[]>;
  readonly #thumbnails: Fetched<Thumbnails>;

  constructor(
    private readonly host: Client<AttentionViewHost>,
    readonly passId: number,
    onArrival: () => void,
  ) {
    this.#summaries = new Fetched(keptTiles, onArrival);
    this.#tiles = new Fetched(keptTiles, onArrival);
    this.#thumbnails = new Fetched(1, onArrival);
  }

  together(heads: readonly HeadRef[], reduce: AttentionReduce, pairValue: PairValue): AttentionSummary | null {
    return this.#summaries.get(this.summary(heads, reduce, pairValue));
  }

  /** Fetches the attention of heads that may be shown next, each by itself. */
  prepare(heads: readonly HeadRef[], reduce: AttentionReduce): void {
    this.#summaries.prepare(heads.map(head => this.summary([head], reduce, 'attention')));
  }

  each(heads: readonly HeadRef[], pairValue: PairValue): readonly Tile[] | null {
    return this.#tiles.get({
      key: `${pairValue} ${heads.map(formatHead).join(' ')}`,
      ask: signal => this.host.tiles({ passId: this.passId, heads, pairValue }, { signal }),
    });
  }

  thumbnails(): Thumbnails | null {
    return this.#thumbnails.get({
      key: '',
      ask: signal => this.host.thumbnails({ passId: this.passId }, { signal }),
    });
  }

  /** Why the heads' values cannot be shown; null if they can, or may still arrive. */
  problem(heads: readonly HeadRef[], reduce: AttentionReduce, pairValue: PairValue): string | null {
    return this.#summaries.problem(summaryKey(heads, reduce, pairValue)) ?? this.#thumbnails.problem('');
  }

  dispose(): void {
    this.#summaries.dispose();
    this.#tiles.dispose();
    this.#thumbnails.dispose();
  }

  private summary(
    heads: readonly HeadRef[],
    reduce: AttentionReduce,
    pairValue: PairValue,
  ): Question<AttentionSummary> {
    return {
      key: summaryKey(heads, reduce, pairValue),
      ask: signal => this.host.attention({ passId: this.passId, heads, reduce, pairValue }, { signal }),
    };
  }
}

function summaryKey(heads: readonly HeadRef[], reduce: AttentionReduce, pairValue: PairValue): string {
  return `${pairValue} ${reduce} ${formatHeads(heads)}`;
}
