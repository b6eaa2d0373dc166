"""Opens the part of an order that a key opens: python jwcrypto_open.py KEY.jwk < ORDER"""

import hashlib
import json
import sys

from jwcrypto import jwe, jwk
from jwcrypto.common import base64url_decode, base64url_encode

with open(sys.argv[1], encoding="utf-8") as file:
    key = jwk.JWK.from_json(file.read())

for part in sys.stdin.read().strip().split("~"):
    header = json.loads(base64url_decode(part.split(".")[0]))
    if header["kid"] == key.get("kid"):
        break
else:
    sys.exit("no part of this order is for this key")

token = jwe.JWE(algs=["ECDH-ES", "A256GCM"])
token.deserialize(part, key)
fields = json.loads(token.payload)
seed = base64url_decode(fields.pop("_"))
if base64url_encode(hashlib.sha256(seed).digest()[:16]) != header["jti"]:
    sys.exit("tampered")
print(json.dumps(fields))
