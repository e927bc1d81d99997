import './mine'
import './purposes'
import './watched'
