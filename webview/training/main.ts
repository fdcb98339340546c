import '../base/l10nTable';
import { CurvesView } from './curvesView';
import { SnapshotStrip } from './snapshotStrip';
import { TrainingRoot } from './trainingRoot';

customElements.define('model-circuits-snapshots', SnapshotStrip);
customElements.define('model-circuits-training-plot', CurvesView);
customElements.define('model-circuits-training', TrainingRoot);
