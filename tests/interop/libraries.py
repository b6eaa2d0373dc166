"""Two libraries behind one face: `decrypt`, `encrypt`, `verify` and `open_key_file`."""

import json
import warnings

from joserfc import jwe as joserfc_jwe
from joserfc import jws as joserfc_jws
from joserfc.jwk import OctKey, OKPKey
from jwcrypto import jwa, jwe, jwk, jws

# joserfc warns of key agreement without a key wrap's second step, which is what an order uses.
warnings.filterwarnings("ignore", module="joserfc")


class JwCrypto:
    name = "jwcrypto"

    @staticmethod
    def decrypt(part, key):
        token = jwe.JWE(algs=["ECDH-ES", "A256GCM"])
        token.deserialize(part, jwk.JWK(**key))
        return token.payload

    @staticmethod
    def encrypt(plaintext, header, key):
        token = jwe.JWE(plaintext, json.dumps(header))
        token.add_recipient(jwk.JWK(**key))
        return token.serialize(compact=True)

    @staticmethod
    def verify(text, key):
        token = jws.JWS()
        token.allowed_algs = ["Ed25519"]
        token.deserialize(text, jwk.JWK(**key))
        return token.payload

    @staticmethod
    def thumbprint_uri(key):
        return jwk.JWK(**key).thumbprint_uri()

    @staticmethod
    def open_under_passphrase(text, passphrase):
        jwa.default_max_pbkdf2_iterations = 600_000
        token = jwe.JWE(algs=["PBES2-HS512+A256KW", "A256GCM"])
        token.deserialize(text, jwk.JWK.from_password(passphrase))
        return token.payload

    @staticmethod
    def open_under_key(text, key):
        token = jwe.JWE(algs=["A256KW", "A256GCM"])
        token.deserialize(text, jwk.JWK(**key))
        return token.payload


class JoseRfc:
    name = "joserfc"

    # The members of an order's header are private names, which this one has to be told.
    orders = joserfc_jwe.JWERegistry(algorithms=["ECDH-ES", "A256GCM"], strict_check_header=False)
    keys = joserfc_jwe.JWERegistry(algorithms=["A256KW", "A256GCM"], strict_check_header=False)
    manifests = joserfc_jws.JWSRegistry(algorithms=["Ed25519"])

    @classmethod
    def decrypt(cls, part, key):
        return joserfc_jwe.decrypt_compact(part, OKPKey.import_key(key), registry=cls.orders).plaintext

    @classmethod
    def encrypt(cls, plaintext, header, key):
        recipient = OKPKey.import_key(key)
        return joserfc_jwe.encrypt_compact(header, plaintext, recipient, registry=cls.orders)

    @classmethod
    def verify(cls, text, key):
        key = OKPKey.import_key(key)
        return joserfc_jws.deserialize_compact(text, key, registry=cls.manifests).payload

    @staticmethod
    def thumbprint_uri(key):
        return OKPKey.import_key(key).thumbprint_uri()

    @classmethod
    def open_under_key(cls, text, key):
        return joserfc_jwe.decrypt_compact(text, OctKey.import_key(key), registry=cls.keys).plaintext


LIBRARIES = [JwCrypto, JoseRfc]
