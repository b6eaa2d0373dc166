"""Python's libraries open our key files.

joserfc reads no more than 300,000 iterations and cannot be told otherwise, so that it opens what
is under the vault's key, and jwcrypto the vault's key too.
"""

import json
import unittest

from libraries import LIBRARIES, JwCrypto
from vectors import vectors

KEYS = vectors("keys-at-rest")


class KeyFiles(unittest.TestCase):
    def test_jwcrypto_opens_the_vault_key_with_the_passphrase(self):
        payload = JwCrypto.open_under_passphrase(KEYS["vault"]["jwe"], KEYS["passphrase"])
        self.assertEqual(json.loads(payload), KEYS["vault"]["content"])

    def test_each_library_opens_a_role_key_with_the_vault_key(self):
        for library in LIBRARIES:
            with self.subTest(library=library.name):
                payload = library.open_under_key(KEYS["role"]["jwe"], KEYS["vault"]["content"])
                self.assertEqual(json.loads(payload), KEYS["role"]["content"])

    def test_what_was_tampered_with_is_refused(self):
        for vector in KEYS["refused"]:
            if vector["code"] not in ("passphrase", "tampered"):
                continue
            under_passphrase = vector["under"] == "passphrase"
            for library in [JwCrypto] if under_passphrase else LIBRARIES:
                with self.subTest(library=library.name, what=vector["what"]):
                    with self.assertRaises(Exception):
                        if under_passphrase:
                            library.open_under_passphrase(vector["jwe"], vector["passphrase"])
                        else:
                            library.open_under_key(vector["jwe"], KEYS["vault"]["content"])


if __name__ == "__main__":
    unittest.main()
