import './counter'
import './receipt'
import './without-code'
