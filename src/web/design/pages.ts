import './desk'
import './pay'
import './people'
