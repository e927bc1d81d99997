import './begin'
import './desk'
import './link'
import './one'
