"""What the tests of this folder share: the vectors, and the desk as a program that reads lines."""

import hashlib
import json
import subprocess
from base64 import urlsafe_b64decode, urlsafe_b64encode
from pathlib import Path

ROOT = Path(__file__).parents[2]

SHARED = ["origin", "to", "jti", "iat", "ver", "parts", "grp", "form", "ref"]


def vectors(name):
    return json.loads((ROOT / "tests/vectors" / f"{name}.json").read_text("utf-8"))


def open_at_the_desk(lines):
    """What examples/open_order.rs finds in these orders, with the keys of the vectors."""
    program = ["cargo", "run", "--quiet", "--example", "open_order", "tests/vectors/orders.json"]
    text = "".join(f"{line}\n" for line in lines)
    done = subprocess.run(program, cwd=ROOT, input=text.encode(), stdout=subprocess.PIPE, check=True)
    # As bytes: the lines of a `str` end at U+2028 too, which a value may hold.
    return [json.loads(line) for line in done.stdout.splitlines()]


def encode(data):
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def decode(text):
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def header_of(part):
    return json.loads(decode(part.split(".")[0]))


def order_number(seed):
    return encode(hashlib.sha256(seed).digest()[:16])


def read_part(plaintext, header):
    """The fields of a part, once its padding and its seed are as the protocol says."""
    assert len(plaintext) % 256 == 0, "padded"
    fields = json.loads(plaintext)
    assert order_number(decode(fields.pop("_"))) == header["jti"], "the seed fits"
    return fields


def padded(content):
    data = json.dumps(content, ensure_ascii=False).encode()
    return data + b" " * (-len(data) % 256)
