// The service worker keeps the program itself on the phone, so that it opens without
// a network. It keeps nothing of any family and no answer of the server.
export {}
