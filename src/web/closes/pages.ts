import './closes'
import './close'
import './paper'
import './cards'
