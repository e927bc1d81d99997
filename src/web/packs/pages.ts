import './pack'
import './file'
import './quarters'
