import './desk'
import './own'
