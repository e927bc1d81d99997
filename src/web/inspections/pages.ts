import './plan'
import './patrol'
