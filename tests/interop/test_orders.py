"""Python's libraries open our orders, refuse the tampered ones, and seal orders that we open."""

import secrets
import time
import unittest

from libraries import LIBRARIES
from vectors import (
    SHARED,
    encode,
    header_of,
    open_at_the_desk,
    order_number,
    padded,
    read_part,
    vectors,
)

ORDERS = vectors("orders")
KEYS = {key["kid"]: key["jwk"] for key in ORDERS["keys"]}
MANIFESTS = [header_of(jws.split(".")[1]) for jws in ORDERS["manifests"]]


def open_parts(library, line):
    """The header and the fields of each part that a key of the vectors opens."""
    for part in line.split("~"):
        header = header_of(part)
        if header["kid"] in KEYS:
            yield header, read_part(library.decrypt(part, KEYS[header["kid"]]), header)


def seal(library, content, **more):
    """An order by the protocol: one part for each role of `content`."""
    seed = secrets.token_bytes(16)
    header = {
        "origin": "https://shop.example",
        "to": ORDERS["pin"].split(":")[-1],
        "jti": order_number(seed),
        "iat": int(time.time()),
        "ver": MANIFESTS[0]["version"],
        "parts": sorted(content),
        **more,
    }
    sealed = [
        seal_part(library, role, {**content[role], "_": encode(seed)}, header)
        for role in header["parts"]
        if role in content
    ]
    return "~".join(sealed), header


def seal_part(library, role, content, header):
    keys = ORDERS["keys"]
    key = next(k for k in keys if k["role"] == role and k.get("grp") == header.get("grp"))
    fixed = {"alg": "ECDH-ES", "enc": "A256GCM", "typ": "vnd.waxseal.order.v1", "cty": "json"}
    public = {name: value for name, value in key["jwk"].items() if name != "d"}
    protected = {**fixed, "kid": key["kid"], "role": role, **header}
    return library.encrypt(padded(content), protected, public)


class Orders(unittest.TestCase):
    def test_each_library_opens_what_the_vectors_say(self):
        for library in LIBRARIES:
            for vector in ORDERS["opens"]:
                with self.subTest(library=library.name, what=vector["what"]):
                    fields = {}
                    for header, content in open_parts(library, vector["line"]):
                        shared = {name: header[name] for name in SHARED if name in header}
                        self.assertEqual(shared, vector["header"])
                        fields.update(content)
                    self.assertEqual(fields, vector["fields"])

    def test_each_library_refuses_what_was_tampered_with(self):
        tampered = [vector for vector in ORDERS["refused"] if vector["code"] == "tampered"]
        for library in LIBRARIES:
            for vector in tampered:
                with self.subTest(library=library.name, what=vector["what"]):
                    with self.assertRaises(Exception):
                        list(open_parts(library, vector["line"]))

    def test_we_open_what_each_library_seals_by_the_protocol(self):
        contents = [
            ({"fulfilment": {"name": "Ada “Countess” Lovelace \u2028🧵"}}, {}),
            (
                {"payments": {"cc-number": "4242424242424242"}, "fulfilment": {"note": "x" * 5000}},
                {"ref": "A-1001"},
            ),
            (
                {"fulfilment": {"name": "Ada"}},
                {"ver": MANIFESTS[1]["version"], "grp": "us", "form": "address"},
            ),
        ]
        for library in LIBRARIES:
            sealed = [seal(library, content, **more) for content, more in contents]
            opened = open_at_the_desk(line for line, _ in sealed)
            self.assertEqual(len(opened), len(contents))
            for order, (content, _), (_, header) in zip(opened, contents, sealed):
                with self.subTest(library=library.name, roles=header["parts"]):
                    fields = {name: v for part in content.values() for name, v in part.items()}
                    expected = {"fields": fields, "header": header, "unopened": [], "checks": []}
                    self.assertEqual(order, expected)

    def test_we_refuse_what_each_library_seals_and_the_protocol_does_not_allow(self):
        name = {"fulfilment": {"name": "Ada"}}
        for library in LIBRARIES:
            cases = {
                "unknown-field": seal(library, {"fulfilment": {"cc-number": "4242424242424242"}}),
                "conflict": seal(library, name, to=ORDERS["keys"][0]["kid"]),
                "incomplete": seal(library, name, parts=["fulfilment", "payments"]),
                "tampered": seal(library, name, jti=order_number(b"guessed")),
                "malformed": seal(library, {"fulfilment": {"name": 7}}),
            }
            opened = open_at_the_desk(line for line, _ in cases.values())
            with self.subTest(library=library.name):
                self.assertEqual([order["code"] for order in opened], list(cases))


if __name__ == "__main__":
    unittest.main()
