import './shop'
import './contract'
import './paper'
import './shop-code'
