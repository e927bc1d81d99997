import './sign-in'
import './security'
