import { defineControls } from '../base/controls';
import { HeadMapView } from './headMapView';
import { PanelRoot } from './panelRoot';
import { RankingView } from './rankingView';
import { ScaleView } from './scaleView';

defineControls();
customElements.define('model-circuits-head-map', HeadMapView);
customElements.define('model-circuits-scale', ScaleView);
customElements.define('model-circuits-ranking', RankingView);
customElements.define('model-circuits-heads', PanelRoot);
