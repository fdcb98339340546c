import '../base/l10nTable';
import './tensorTable';
import './weightsRoot';
