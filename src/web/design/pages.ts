import './desk'
import './people'
