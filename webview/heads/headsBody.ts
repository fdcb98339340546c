import { html, nothing, type TemplateResult } from 'lit';
import type { HeadsState } from '../../src/shared/contracts/headsViewContract';
import type { HeadType, RecipeName } from '../../src/shared/recipes';
import type { Theme } from '../base/theme';
import { ablationBar } from './ablationBar';
import { actionBar } from './actionBar';
import type { SortKey } from './ranking/columns';
import { filterBar } from './filter/filterBar';
import { filterExamples } from './filter/filter';
import { layersScored } from './headTable';
import { noInductionNotice, refusedNotice, stoppedNotice } from './notices';
import { headsHeader } from './headsHeader';
import type { HeadsScene } from './headsScene';
import type { Choice, Selection } from './selection';
import { typePills } from './typePills';

/** What a person can do in the panel. */
export interface HeadsActs {
  readonly measure: (recipe: RecipeName) => void;
  readonly filter: (text: string) => void;
  readonly toggleType: (type: HeadType, keepOthers: boolean) => void;
  readonly sort: (by: SortKey) => void;
  readonly column: (recipe: RecipeName, isShown: boolean) => void;
  readonly fittingColumns: () => void;
  readonly openColumns: (isOpen: boolean) => void;
  readonly showChange: (showsChange: boolean) => void;
  readonly score: () => void;
  readonly recompute: () => void;
  readonly cancel: () => void;
  readonly chooseCheckpoint: () => void;
  readonly explain: () => void;
  readonly toggleKeys: () => void;
  readonly chooseInMap: (head: number, choice: Choice) => void;
  readonly chooseInRanking: (head: number, choice: Choice) => void;
  readonly moveInMap: (head: number) => void;
  readonly moveInRanking: (head: number) => void;
  readonly menuInMap: (head: number) => void;
  readonly menuInRanking: (head: number, column: string | null) => void;
  readonly show: () => void;
  readonly showAll: () => void;
  readonly ablate: () => void;
  readonly restore: () => void;
  readonly label: () => void;
}

export interface HeadsParts {
  readonly state: HeadsState;
  readonly scene: HeadsScene;
  readonly selection: Selection;
  readonly filter: string;
  readonly isChoosingColumns: boolean;
  readonly width: number;
  readonly height: number;
  readonly theme: Theme;
  readonly acts: HeadsActs;
}

export const minWide = 640;
/** Below this the layout says shortly what can be said so. */
const minHigh = 520;
/** From here on the person's labels have a column. */
const minForLabels = 420;

/** The panel of a checkpoint: heat map and ranking, what is to be said of them, what can be done. */
export function headsBody(parts: HeadsParts): TemplateResult {
  const { state, scene, selection, theme, acts } = parts;
  const { table, phase, sort, showsChange } = scene;
  const isWide = parts.width >= minWide;
  return html`${ablationBar({
      state,
      theme,
      showsChange,
      onRecompute: acts.recompute,
      onShowChange: acts.showChange,
      onRestore: acts.restore,
    })}
    ${stoppedNotice(state.clean.phase, layersScored(table), acts.score)}
    <div class="body">
      ${headsHeader({
        recipe: scene.recipe,
        available: table.measures,
        phase,
        isWide,
        onMeasure: acts.measure,
        onCancel: acts.cancel,
        onKeys: acts.toggleKeys,
      })}
      ${mapPart(parts, isWide)} ${rankingPart(parts, isWide)}
    </div>
    ${actionBar({
      selected: table.rows.filter(({ index }) => selection.heads.has(index)),
      shown: state.shown,
      isScoring: sort === null,
      onShow: acts.show,
      onShowAll: acts.showAll,
      onAblate: acts.ablate,
      onLabel: acts.label,
    })}`;
}

function mapPart(parts: HeadsParts, isWide: boolean): TemplateResult {
  const { state, scene, selection, filter, theme, acts } = parts;
  const { table, rows, recipe, scale, sort, noInduction } = scene;
  const listed = rows.length < table.rows.length ? new Set(rows.map(({ index }) => index)) : null;
  return html`<section class="map" aria-label="Heat map">
    <model-circuits-head-map
      .theme=${theme}
      .table=${table}
      .recipe=${recipe}
      .selected=${selection.heads}
      .current=${selection.current}
      .listed=${listed}
      .scoredCheckpoint=${sort === null ? null : state.checkpoint}
      .fills=${isWide}
      .onChoose=${acts.chooseInMap}
      .onMove=${acts.moveInMap}
      .onMenu=${acts.menuInMap}
    ></model-circuits-head-map>
    <model-circuits-scale .theme=${theme} .table=${table} .plan=${scale}></model-circuits-scale>
    ${refusedNotice(table.refused, acts.explain)}
    ${
      noInduction
        ? noInductionNotice({
            found: noInduction,
            isOpen: parts.height > minHigh,
            onType: type => acts.toggleType(type, false),
            onExplain: acts.explain,
            onCheckpoint: acts.chooseCheckpoint,
          })
        : nothing
    }
    ${typePills(table, filter, theme, type => acts.toggleType(type, true))}
  </section>`;
}

function rankingPart(parts: HeadsParts, isWide: boolean): TemplateResult {
  const { state, scene, selection, theme, acts } = parts;
  const { table, rows, columns, sort, filter } = scene;
  return html`<section class="list" aria-label="Ranking">
    ${filterBar({
      text: parts.filter,
      problem: filter.problem,
      listed: rows.length,
      all: table.rows.length,
      shown: [...new Set(columns.map(({ recipe }) => recipe))],
      available: table.measures,
      isChoosingColumns: parts.isChoosingColumns,
      onFilter: acts.filter,
      onChooseColumns: acts.openColumns,
      onColumn: acts.column,
      onFittingColumns: acts.fittingColumns,
    })}
    <model-circuits-ranking
      .theme=${theme}
      .table=${table}
      .rows=${rows}
      .columns=${columns}
      .sort=${sort}
      .selected=${selection.heads}
      .current=${selection.current}
      .isWide=${isWide}
      .showsLabels=${parts.width >= minForLabels && state.labels.length > 0}
      .emptyText=${`No head matches. A filter is made of words like ${filterExamples}, or of your labels.`}
      .onSort=${acts.sort}
      .onChoose=${acts.chooseInRanking}
      .onMove=${acts.moveInRanking}
      .onMenu=${acts.menuInRanking}
    ></model-circuits-ranking>
  </section>`;
}
