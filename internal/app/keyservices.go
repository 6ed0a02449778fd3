package app

// The key services that a --key-url can name: awskms://, azurekeyvault:// and
// gcpkms://, beside base64key:// of localsecrets. The service is asked once, when
// the program starts; it never sees a family's data.
import (
	_ "gocloud.dev/secrets/awskms"
	_ "gocloud.dev/secrets/azurekeyvault"
	_ "gocloud.dev/secrets/gcpkms"
)
