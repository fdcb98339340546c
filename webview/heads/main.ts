import '../base/l10nTable';
import { defineControls } from '../base/controls';
import './headsRoot';

defineControls();
