import './counter'
import './lock'
import './receipt'
import './without-code'
