import * as l10n from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import type { HeadsState } from '../../src/shared/contracts/headsViewContract';
import type { Theme } from '../base/theme';
import { ablationBar } from './ablationBar';
import { actionBar } from './actionBar';
import type { HeadsActions } from './headsActions';
import { filterBar } from './filter/filterBar';
import { filterExamples } from './filter/filter';
import { layersScored } from './headTable';
import { noInductionNotice, refusedNotice, stoppedNotice } from './notices';
import './map/headMapView';
import './map/scaleView';
import './ranking/rankingView';
import { headsHeader } from './headsHeader';
import type { HeadsScene } from './headsScene';
import type { Selection } from './selection';
import { typePills } from './typePills';

export interface HeadsParts {
  readonly state: HeadsState;
  readonly scene: HeadsScene;
  readonly selection: Selection;
  readonly filter: string;
  readonly isChoosingColumns: boolean;
  readonly width: number;
  readonly height: number;
  readonly theme: Theme;
  readonly actions: HeadsActions;
  readonly onKeys: () => void;
}

export const minWide = 640;
/** A lower view shows the short texts. */
const minHigh = 520;
/** From this width on the user's labels have a column. */
const minForLabels = 420;

/** The view of a checkpoint: notices, heat map, ranking and the actions on selected heads. */
export function headsBody(parts: HeadsParts): TemplateResult {
  const { state, scene, selection, theme, actions } = parts;
  const { table, phase, sort, showsChange } = scene;
  const isWide = parts.width >= minWide;
  return html`${ablationBar({
      state,
      theme,
      showsChange,
      onRecompute: actions.recompute,
      onShowChange: actions.showChange,
      onRestore: actions.restore,
    })}
    ${stoppedNotice(state.clean.phase, layersScored(table), actions.score)}
    <div class="body">
      ${headsHeader({
        recipe: scene.recipe,
        available: table.shownRecipes,
        phase,
        isWide,
        onRecipe: actions.chooseRecipe,
        onCancel: actions.cancel,
        onKeys: parts.onKeys,
      })}
      ${mapPart(parts, isWide)} ${rankingPart(parts, isWide)}
    </div>
    ${actionBar({
      selected: table.rows.filter(({ index }) => selection.heads.has(index)),
      shown: state.shown,
      isScoring: sort === null,
      onShow: actions.show,
      onShowAll: actions.showAll,
      onAblate: actions.ablate,
      onLabel: actions.label,
    })}`;
}

function mapPart(parts: HeadsParts, isWide: boolean): TemplateResult {
  const { state, scene, selection, filter, theme, actions } = parts;
  const { table, listed, recipe, scale, sort, noInduction } = scene;
  return html`<section class="map" aria-label=${l10n.t('Heat map')}>
    <model-circuits-head-map
      .theme=${theme}
      .table=${table}
      .recipe=${recipe}
      .selected=${selection.heads}
      .current=${selection.current}
      .listed=${listed}
      .scoredCheckpoint=${sort === null ? null : state.checkpoint}
      .fills=${isWide}
      .onChoose=${actions.chooseInMap}
      .onMove=${actions.moveInMap}
      .onMenu=${actions.menuInMap}
    ></model-circuits-head-map>
    <model-circuits-scale .theme=${theme} .table=${table} .plan=${scale}></model-circuits-scale>
    ${refusedNotice(table.refused, actions.explain)}
    ${
      noInduction
        ? noInductionNotice({
            found: noInduction,
            isOpen: parts.height > minHigh,
            onType: type => actions.toggleType(type, false),
            onExplain: actions.explain,
            onCheckpoint: actions.chooseCheckpoint,
          })
        : nothing
    }
    ${typePills(table, filter, theme, type => actions.toggleType(type, true))}
  </section>`;
}

function rankingPart(parts: HeadsParts, isWide: boolean): TemplateResult {
  const { state, scene, selection, theme, actions } = parts;
  const { table, rows, columns, sort, filter } = scene;
  return html`<section class="list" aria-label=${l10n.t('Ranking')}>
    ${filterBar({
      text: parts.filter,
      problem: filter.problem,
      listed: rows.length,
      all: table.rows.length,
      shown: [...new Set(columns.map(({ recipe }) => recipe))],
      available: table.shownRecipes,
      isChoosingColumns: parts.isChoosingColumns,
      onFilter: actions.filter,
      onChooseColumns: actions.openColumns,
      onColumn: actions.showColumn,
      onFittingColumns: actions.fittingColumns,
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
      .emptyText=${l10n.t('No head matches. A filter is made of words like {0}, or of your labels.', filterExamples)}
      .onSort=${actions.sort}
      .onChoose=${actions.chooseInRanking}
      .onMove=${actions.moveInRanking}
      .onMenu=${actions.menuInRanking}
    ></model-circuits-ranking>
  </section>`;
}
