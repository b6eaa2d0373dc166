"""Opens the part of an order that a key opens: python joserfc_open.py KEY.jwk < ORDER"""

import base64
import hashlib
import json
import sys

from joserfc import jwe
from joserfc.jwk import OKPKey


def decode(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


with open(sys.argv[1], encoding="utf-8") as file:
    jwk = json.load(file)

for part in sys.stdin.read().strip().split("~"):
    header = json.loads(decode(part.split(".")[0]))
    if header["kid"] == jwk["kid"]:
        break
else:
    sys.exit("no part of this order is for this key")

# An order's header has members of its own, which RFC 7516 §4.3 allows.
registry = jwe.JWERegistry(algorithms=["ECDH-ES", "A256GCM"], strict_check_header=False)
token = jwe.decrypt_compact(part, OKPKey.import_key(jwk), registry=registry)
fields = json.loads(token.plaintext)
seed = decode(fields.pop("_"))
if hashlib.sha256(seed).digest()[:16] != decode(header["jti"]):
    sys.exit("tampered")
print(json.dumps(fields))
