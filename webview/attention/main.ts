import '../base/l10nTable';
import './attentionRoot';
import './legend/legend';
import './text/textView';
import './token/tokenColumn';
