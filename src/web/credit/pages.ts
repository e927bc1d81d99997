import './shop'
import './desk'
import './rating'
