import './files'
import './upload'
import './withdrawal'
import './lines'
