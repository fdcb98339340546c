import '../base/l10nTable';
import './headsRoot';
