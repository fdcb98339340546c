import { defineControls } from '../base/controls';
import { HeadGridView } from './headGridView';
import { Legend } from './legend';
import { PatternView } from './patternView';
import { SurfaceRoot } from './surfaceRoot';
import { TokenColumn } from './tokenColumn';
import { TokenText } from './tokenText';

defineControls();
customElements.define('model-circuits-legend', Legend);
customElements.define('model-circuits-head-grid', HeadGridView);
customElements.define('model-circuits-text', TokenText);
customElements.define('model-circuits-pattern', PatternView);
customElements.define('model-circuits-token', TokenColumn);
customElements.define('model-circuits-attention', SurfaceRoot);
