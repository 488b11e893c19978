#!/usr/bin/env python3
"""Checks exports of Keyward's two logs, written from docs/audit-chain.md alone.

    verify_audit.py [--checkpoint FILE]... [--key ed25519:...]... EXPORT

EXPORT is NDJSON: changes (GET /api/v1/audit/export) or sealed decisions (GET /api/v1/decisions/sealed).
A checkpoint file is a checkpoint, a list of them, or the answer that holds such a list.
A key is one whose tombstones of dropped decisions count; without any, compare those that are named.
Ends with 0 where everything holds, 1 where something differs, 2 where a file can't be read.
Needs Python 3.9 or newer, and nothing else.
"""

import argparse
import base64
import bisect
import gzip
import hashlib
import json
import sys

NO_HASH = "00" * 32
SHOWN = 100


# Ed25519 by RFC 8032, section 5.1: slow, and enough for some checkpoints.

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)


def recover_x(y, sign):
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P)
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P != 0:
        x = x * ROOT_OF_MINUS_ONE % P
    if (x * x - square) % P != 0 or (x == 0 and sign):
        return None
    return P - x if x % 2 != sign else x


def add(a, b):
    p = (a[1] - a[0]) * (b[1] - b[0])
    q = (a[1] + a[0]) * (b[1] + b[0])
    r = 2 * a[3] * b[3] * D
    s = 2 * a[2] * b[2]
    e, f, g, h = q - p, s - r, s + r, q + p
    return e * f % P, g * h % P, f * g % P, e * h % P


def multiply(factor, point):
    total = (0, 1, 1, 0)
    while factor > 0:
        if factor & 1:
            total = add(total, point)
        point = add(point, point)
        factor >>= 1
    return total


def point_of(encoded):
    number = int.from_bytes(encoded, "little")
    y = number & ((1 << 255) - 1)
    x = recover_x(y, number >> 255)
    return None if x is None else (x, y, 1, x * y % P)


BASE_Y = 4 * pow(5, P - 2, P) % P
BASE = (recover_x(BASE_Y, 0), BASE_Y, 1, recover_x(BASE_Y, 0) * BASE_Y % P)


def is_signed(key, signature, message):
    if len(key) != 32 or len(signature) != 64:
        return False
    a, r = point_of(key), point_of(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if a is None or r is None or s >= ORDER:
        return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % ORDER
    left, right = multiply(s, BASE), add(r, multiply(k, a))
    return (left[0] * right[2] - right[0] * left[2]) % P == 0 and (
        left[1] * right[2] - right[1] * left[2]
    ) % P == 0


def from_base64url(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def is_signed_by(signed, lines):
    """Whether these lines are signed by the key that is named beside the signature."""
    scheme, _, key = signed["keyId"].partition(":")
    message = "".join(line + "\n" for line in lines).encode()
    signature = from_base64url(signed["signature"])
    return scheme == "ed25519" and is_signed(from_base64url(key), signature, message)


# The JSON Canonicalization Scheme, RFC 8785.


def number_as_text(value):
    """As ECMAScript writes a number, which JCS asks for (section 3.2.2.3)."""
    if isinstance(value, int):
        if abs(value) < 10**21:
            return str(int(float(value)))
        value = float(value)
    if value == 0:
        return "0"
    sign = "-" if value < 0 else ""
    digits, exponent = shortest_digits(abs(value))
    if 0 < exponent <= 21:
        if len(digits) <= exponent:
            return sign + digits + "0" * (exponent - len(digits))
        return sign + digits[:exponent] + "." + digits[exponent:]
    if -6 < exponent <= 0:
        return sign + "0." + "0" * -exponent + digits
    mantissa = digits[0] + ("." + digits[1:] if len(digits) > 1 else "")
    return f"{sign}{mantissa}e{'+' if exponent > 0 else '-'}{abs(exponent - 1)}"


def shortest_digits(value):
    """The digits of the shortest text that reads as the value, and where the point comes."""
    text = repr(value)
    mantissa, _, exponent = text.partition("e")
    whole, _, fraction = mantissa.partition(".")
    digits = whole + fraction
    point = len(whole) + int(exponent or 0)
    stripped = digits.lstrip("0")
    point -= len(digits) - len(stripped)
    return stripped.rstrip("0"), point


def canonical(value):
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, (int, float)):
        return number_as_text(value)
    if isinstance(value, str):
        return string_as_text(value)
    if isinstance(value, list):
        return "[" + ",".join(canonical(item) for item in value) + "]"
    names = sorted(value, key=lambda name: name.encode("utf-16-be"))
    return "{" + ",".join(f"{canonical(name)}:{canonical(value[name])}" for name in names) + "}"


def string_as_text(text):
    return json.dumps(text, ensure_ascii=False)


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def chained(prev_hash, value):
    return sha256(bytes.fromhex(prev_hash), canonical(value).encode()).hex()


# What differs.


class Report:
    def __init__(self):
        self.wrong = 0

    def say(self, words):
        self.wrong += 1
        if self.wrong <= SHOWN:
            print(words)


EVENT = ["seq", "id", "at", "actor", "via", "group", "action", "target", "outcome", "reason"]
EVENT += ["before", "after", "affects", "request"]


def check_changes(rows, report):
    """The chain of changes; returns the hash at each seq, for the checkpoints."""
    hashes, before = {}, None
    for row in rows:
        seq = row["seq"]
        if before is None:
            if seq == 1 and row["prevHash"] != NO_HASH:
                report.say(f"change 1 ({row['id']}) does not begin the log")
            if seq > 1:
                print(f"begins at change {seq}: only a checkpoint vouches for what came before")
        elif seq != before["seq"] + 1:
            report.say(f"after change {before['seq']} comes {seq}: rows are missing or moved")
        elif row["prevHash"] != before["hash"]:
            report.say(f"change {seq} ({row['id']}) does not continue the one before it")
        event = {name: row[name] for name in EVENT}
        if chained(row["prevHash"], event) != row["hash"]:
            report.say(f"change {seq} ({row['id']}) was altered")
        hashes[seq] = row["hash"]
        before = row
    print(f"{len(hashes)} changes read")
    return {None: hashes}


ESCAPES = str.maketrans(
    {"\\": "\\\\", "\b": "\\b", "\t": "\\t", "\n": "\\n", "\v": "\\v", "\f": "\\f", "\r": "\\r"}
)
LEAF = ["token.id", "outcome", "at", "ip", "id", "verifier", "code", "api", "operation", "method"]
LEAF += ["path", "token.name", "identity.id", "identity.name", "group.id", "group.slug", "scope"]
LEAF += ["userAgent", "requestId", "foldedCount", "foldedUntil", "reason"]


def leaf_of(row):
    values = []
    for path in LEAF:
        value = row
        for name in path.split("."):
            value = None if value is None else value[name]
        if path in ("at", "foldedUntil") and value is not None and value.endswith("000Z"):
            value = value[:-4] + "Z"
        values.append("\\N" if value is None else str(value).translate(ESCAPES))
    return sha256(b"\0", "\t".join(values).encode("utf-8", "surrogatepass"))


def root_of(leaves):
    """RFC 6962, section 2.1."""
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return sha256(b"\1", root_of(leaves[:split]), root_of(leaves[split:]))


def check_tombstone(stone, keys, seen, report):
    """Whether it is signed by a key that counts; each is looked at once."""
    named = f"tombstone {stone['seq']} of {stone['day']}"
    known, text = seen.get(stone["seq"]), canonical(stone)
    if known is not None:
        return None if known == text else report.say(f"there are two of {named}")
    seen[stone["seq"]] = text
    lines = ["keyward decisions tombstone v1", str(stone["seq"]), stone["day"]]
    lines += [canonical(stone["chains"]), str(stone["unsealed"]), stone["at"]]
    if not is_signed_by(stone, lines):
        return report.say(f"{named} is not signed by {stone['keyId']}")
    if keys and stone["keyId"] not in keys:
        return report.say(f"{named} is signed by {stone['keyId']}, which is none of the named keys")
    compare = "" if keys else ": compare it with a key you trust"
    return print(f"{named}, of {stone['at']}, is signed by {stone['keyId']}{compare}")


def check_dropped(batch, rows, stones, report):
    """A batch whose decisions were dropped: its tombstone must speak of it."""
    named = f"batch {batch['seq']} of {batch['verifier']}"
    for row in rows:
        report.say(f"decision {row['id']} was put in: those of {named} were dropped")
    stone = batch.get("tombstone")
    if stone is None:
        return report.say(f"{named}: its decisions are gone, and no tombstone says why")
    check_tombstone(stone, stones["keys"], stones["seen"], report)
    for chain in stone["chains"]:
        if chain["verifier"] == batch["verifier"] and chain["from"] <= batch["seq"] <= chain["to"]:
            is_end = batch["seq"] == chain["to"]
            if stone["day"] == batch["day"] and (not is_end or chain["hash"] == batch["hash"]):
                return None
    return report.say(f"{named} is gone, and tombstone {stone['seq']} does not speak of it")


def check_batch(batch, rows, stones, report):
    """A batch by itself, and its decisions against its leaves."""
    named = f"batch {batch['seq']} of {batch['verifier']}"
    fields = ["day", "id", "root", "rows", "sealedAt", "seq", "verifier"]
    if chained(batch["prevHash"], {name: batch[name] for name in fields}) != batch["hash"]:
        report.say(f"{named} was altered")
    if batch["leaves"] == "":
        return check_dropped(batch, rows, stones, report)
    if batch.get("tombstone") is not None:
        report.say(f"{named} carries a tombstone, and was not dropped")
    sealed = base64.b64decode(batch["leaves"])
    leaves = [sealed[at : at + 32] for at in range(0, len(sealed), 32)]
    if len(sealed) % 32 or len(leaves) != batch["rows"]:
        return report.say(f"{named}: its leaves are not {batch['rows']}")
    if root_of(leaves).hex() != batch["root"]:
        report.say(f"{named}: its leaves have another root")
    expected, at = {}, {}
    for index, leaf in enumerate(leaves):
        expected[leaf] = expected.get(leaf, 0) + 1
        at.setdefault(leaf, index)
    ids = [row["id"] for row in rows]
    if ids != sorted(ids, key=lambda name: name.encode()):
        report.say(f"{named}: its decisions are not in the order of their ids")
    found = []
    for row in rows:
        leaf = leaf_of(row)
        if row["batch"] != {name: batch[name] for name in ("id", "verifier", "seq")}:
            report.say(f"decision {row['id']} was moved to {named}")
        elif row["at"][:10] != batch["day"] or not expected.get(leaf):
            report.say(f"decision {row['id']} in {named} was altered, or put in")
        else:
            expected[leaf] -= 1
            found.append((at[leaf], row["id"]))
    found.sort()
    for leaf, count in expected.items():
        if count == 0:
            continue
        place = bisect.bisect(found, (at[leaf],))
        after = found[place - 1][1] if place > 0 else "the start"
        until = found[place][1] if place < len(found) else "the end"
        report.say(f"{named}: what was sealed between {after} and {until} is altered or removed")


def check_decisions(rows, keys, report):
    """Every chain of batches; returns the hash at each seq of each verifier."""
    stones = {"keys": keys, "seen": {}}
    chains, ends, ended = {}, {}, set()
    batch, inside, count = None, [], 0

    def close():
        if batch is not None:
            check_batch(batch, inside, stones, report)

    for row in rows:
        if row["kind"] == "decision":
            count += 1
            if batch is None:
                report.say(f"decision {row['id']} comes before any batch")
            else:
                inside.append(row)
            continue
        close()
        verifier, seq = row["verifier"], row["seq"]
        last = ends.get(verifier)
        if batch is not None and batch["verifier"] != verifier:
            ended.add(batch["verifier"])
        if verifier in ended:
            report.say(f"batch {seq} of {verifier} was moved behind those of another verifier")
        if last is None:
            if seq == 1 and row["prevHash"] != NO_HASH:
                report.say(f"batch 1 of {verifier} does not begin its chain")
            if seq > 1:
                print(f"{verifier} begins at batch {seq}: only a checkpoint vouches for those before")
        elif seq != last["seq"] + 1:
            report.say(f"{verifier}: after batch {last['seq']} comes {seq}")
        elif row["prevHash"] != last["hash"]:
            report.say(f"batch {seq} of {verifier} does not continue the one before it")
        chains.setdefault(verifier, {})[seq] = row["hash"]
        ends[verifier], batch, inside = row, row, []
    close()
    print(f"{count} decisions of {len(chains)} verifiers read")
    return chains


def check_checkpoint(kept, chains, is_part, report):
    """Whether it is signed by the key that it names, and the log holds it."""
    verifier = kept.get("verifier")
    lines = ["keyward audit checkpoint v1"]
    if verifier is not None:
        lines = ["keyward decisions checkpoint v1", json.dumps(verifier, ensure_ascii=False)]
    lines += [str(kept["seq"]), kept["hash"], kept["at"]]
    named = f"the checkpoint at {kept['seq']}" + (f" of {verifier}" if verifier else "")
    if not is_signed_by(kept, lines):
        return report.say(f"{named} is not signed by {kept['keyId']}")
    hashes = chains.get(verifier, {})
    if kept["seq"] in hashes:
        if hashes[kept["seq"]] != kept["hash"]:
            return report.say(f"{named} is of another log: it was written anew")
        return print(f"{named} holds, signed by {kept['keyId']}: compare it with a key you trust")
    if is_part and (not hashes or kept["seq"] < min(hashes)):
        return print(f"{named} is about what isn't in this export: it was not compared")
    since = ", or the export is of before" if is_part else ""
    return report.say(f"{named} is beyond the end: the end was cut off{since}")


def rows_of(path):
    with open(path, "rb") as start:
        packed = start.read(2) == b"\x1f\x8b"
    with (gzip.open if packed else open)(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)


def checkpoints_of(path):
    with open(path, encoding="utf-8") as file:
        kept = json.load(file)
    kept = kept.get("items", [kept]) if isinstance(kept, dict) else kept
    return kept


def main():
    parser = argparse.ArgumentParser(description="Checks an export of Keyward's logs.")
    parser.add_argument("export", help="NDJSON of changes, or of sealed decisions")
    parser.add_argument("--checkpoint", action="append", default=[], metavar="FILE")
    parser.add_argument("--key", action="append", default=[], metavar="ed25519:...")
    asked = parser.parse_args()
    report = Report()
    try:
        first = next(rows_of(asked.export), None)
        if first is None:
            raise ValueError(f"{asked.export} holds no row")
        is_sealed = "kind" in first
        rows = rows_of(asked.export)
        chains = check_decisions(rows, asked.key, report) if is_sealed else check_changes(rows, report)
        is_part = any(min(hashes, default=1) > 1 for hashes in chains.values())
        for path in asked.checkpoint:
            for kept in checkpoints_of(path):
                if ("verifier" in kept) != is_sealed:
                    raise ValueError(f"{path} has a checkpoint of the other log: leave it out")
                check_checkpoint(kept, chains, is_part, report)
    except (OSError, ValueError, KeyError, TypeError) as error:
        print(f"cannot be read: {type(error).__name__}: {error}", file=sys.stderr)
        return 2
    if report.wrong > SHOWN:
        print(f"and {report.wrong - SHOWN} more")
    print("everything holds" if report.wrong == 0 else f"{report.wrong} differences")
    return 0 if report.wrong == 0 else 1


if __name__ == "__main__":
    sys.exit(main())
