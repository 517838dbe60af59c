"""How a message becomes the 48 numbers that the net reads.

    python tokens.py "Free entry! Text WIN to 80085"

prints the input file. There is no list of words: a word's number is a hash of it.
"""

import json
import re
import sys
import zlib

LENGTH = 48
NUMBERS = 1024  # 0 fills up, words have 1 to 1023
WORD = re.compile(r"[a-z]+|0+|[£$€]|[!?]+|[^\sa-z0]")


def words(message: str) -> list[str]:
    """Words, amounts and marks in lower case, every digit as 0: only how many there are counts."""
    return WORD.findall(re.sub(r"\d", "0", message.lower()))


def encode(message: str) -> list[int]:
    """The numbers of the first 48 words, filled up with 0."""
    numbers = [1 + zlib.crc32(word.encode()) % (NUMBERS - 1) for word in words(message)[:LENGTH]]
    return numbers + [0] * (LENGTH - len(numbers))


if __name__ == "__main__":
    print(json.dumps({"tokens": encode(sys.argv[1])}))
