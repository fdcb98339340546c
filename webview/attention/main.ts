import '../base/l10nTable';
import { defineControls } from '../base/controls';
import './attentionRoot';
import './legend/legend';
import './text/textView';
import './token/tokenColumn';

defineControls();
