import './closes'
import './close'
import './cards'
