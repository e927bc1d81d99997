import './public'
import './shop'
import './desk'
