import '../base/l10nTable';
import { defineControls } from '../base/controls';
import { PlotView } from './curvesView';
import { SnapshotStrip } from './snapshotStrip';
import { TrainingRoot } from './trainingRoot';

defineControls();
customElements.define('model-circuits-snapshots', SnapshotStrip);
customElements.define('model-circuits-training-plot', PlotView);
customElements.define('model-circuits-training', TrainingRoot);
