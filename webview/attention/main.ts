import '../base/l10nTable';
import { defineControls } from '../base/controls';
import { HeadGridView } from './grid/headGridView';
import { Legend } from './legend/legend';
import { PatternView } from './pattern/patternView';
import { AttentionRoot } from './attentionRoot';
import { TokenColumn } from './token/tokenColumn';
import { TokenText } from './text/textView';

defineControls();
customElements.define('model-circuits-legend', Legend);
customElements.define('model-circuits-head-grid', HeadGridView);
customElements.define('model-circuits-text', TokenText);
customElements.define('model-circuits-pattern', PatternView);
customElements.define('model-circuits-token', TokenColumn);
customElements.define('model-circuits-attention', AttentionRoot);
