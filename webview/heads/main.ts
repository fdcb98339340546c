import { defineControls } from '../base/controls';

defineControls();
