import '../base/l10nTable';
import { defineControls } from '../base/controls';
import { HeadMapView } from './map/headMapView';
import { HeadsRoot } from './headsRoot';
import { RankingView } from './ranking/rankingView';
import { ScaleView } from './map/scaleView';

defineControls();
customElements.define('model-circuits-head-map', HeadMapView);
customElements.define('model-circuits-scale', ScaleView);
customElements.define('model-circuits-ranking', RankingView);
customElements.define('model-circuits-heads', HeadsRoot);
