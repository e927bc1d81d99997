import './breaks'
import './break'
import './acts'
