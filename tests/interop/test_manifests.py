"""Python's libraries verify our manifests, and refuse those that are not authentic."""

import json
import unittest

from libraries import LIBRARIES
from vectors import header_of, vectors

MANIFESTS = vectors("manifests")


def verify(library, vector):
    """What a page does: take the key from the header if it is pinned, then verify."""
    key = header_of(vector["jws"])["jwk"]
    assert library.thumbprint_uri(key) in vector["pins"].split(" "), "pinned"
    return json.loads(library.verify(vector["jws"].strip(), key))


class Manifests(unittest.TestCase):
    def test_each_library_verifies_those_that_a_page_takes(self):
        for library in LIBRARIES:
            for vector in MANIFESTS["accepted"]:
                with self.subTest(library=library.name, what=vector["what"]):
                    manifest = verify(library, vector)
                    self.assertEqual(manifest["merchant"], "Acme Books")
                    # A page seals to no others.
                    keys = [k for k in manifest["keys"] if (k["kty"], k["alg"]) == ("OKP", "ECDH-ES")]
                    self.assertTrue(keys)
                    for key in keys:
                        public = {name: key[name] for name in ["kty", "crv", "x"]}
                        uri = library.thumbprint_uri(public)
                        self.assertEqual(uri.split(":")[-1], key["kid"])

    def test_each_library_refuses_those_that_are_not_authentic(self):
        for library in LIBRARIES:
            for vector in MANIFESTS["refused"]:
                if vector["code"] == "untrusted":
                    with self.subTest(library=library.name, what=vector["what"]):
                        with self.assertRaises(Exception):
                            verify(library, vector)


if __name__ == "__main__":
    unittest.main()
