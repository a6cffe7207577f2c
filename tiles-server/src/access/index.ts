export { assertBodyType } from './body-type.ts'
export { assertListen } from './listen.ts'
export { decideAccess, SESSION_COOKIE } from './request.ts'
export { SESSION_SECONDS, sameSecret, signSession } from './session.ts'
