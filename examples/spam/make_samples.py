"""Makes the example files up: calibration.npz, message.json, message-altered.json.

    python make_samples.py

No message of any data set is used: the messages are put together from phrases that were written here.
"""

import json
from pathlib import Path

import numpy as np

from tokens import encode

HERE = Path(__file__).parent
HAM = [
    "Are you {when} for lunch? I could be at the {place} by {hour}",
    "Sorry I missed your call, was in a meeting. Will ring you {when}",
    "Mum says dinner is at {hour}, don't be late again :)",
    "ok see you at the {place} then",
    "Can you bring the keys {when}? I left mine at the {place}...",
    "Running late, the bus from the {place} is stuck in traffic",
    "haha that was so funny. Tell {name} I said hi!",
    "{name} and I are going to the {place} {when}, do you want to come with us?",
    "Did you finish the essay? I still need two pages and it's due {when}",
    "Happy birthday {name}! Hope you have a lovely day",
    "I think I left my umbrella at the {place}, could you have a look for me please",
    "Thanks for helping me move. I owe you a big one",
    "No worries, we can do it {when} instead",
    "how was the exam? mine went ok i think",
    "Home safe. Sleep well and talk {when}",
    "The plumber comes at {hour}, can you let him in? I am at the {place} until then",
]
SPAM = [
    "CONGRATULATIONS! Your number has won a £{money} prize. Call {phone} now to claim. Valid {few}hrs only",
    "FREE ringtone! Text TUNE to {short} for this week's top hit. £{pounds}/wk, stop? send STOP",
    "URGENT! We tried to reach you about your {few}* holiday award. Claim on {phone}. T&Cs box {short}",
    "You are a winner! Collect your £{money} cash by ringing {phone} from a landline. 18+ only",
    "Win a new phone or £{money} in our weekly draw! Reply WIN to {short}. Cost £{pounds} per msg",
    "Last chance! Your {few} free mobile tickets expire today. Txt YES to {short} or visit www.example.com",
    "Dear customer, your account shows {short} bonus points. To redeem call {phone} with code {short}",
    "Lonely? Chat to singles in your area tonight, text CHAT to {short}. 150p/msg rcvd",
]
PLACES = ["station", "library", "gym", "office", "cafe on the corner", "park"]
TIMES = ["tomorrow", "tonight", "free later", "on friday", "this weekend", "after work"]
NAMES = ["Anna", "Tom", "Priya", "Wei", "Lukas"]


def message(pattern: str, rng: np.random.Generator) -> str:
    return pattern.format(
        when=rng.choice(TIMES),
        place=rng.choice(PLACES),
        name=rng.choice(NAMES),
        hour=f"{rng.integers(1, 12)}.{rng.choice(['00', '15', '30'])}",
        money=int(rng.choice([100, 250, 500, 1000, 2000])),
        pounds=f"{rng.integers(1, 4)}.50",
        few=int(rng.integers(2, 48)),
        short=int(rng.integers(60000, 89999)),
        phone=f"0900 000 {rng.integers(1000, 9999)}",
    )


# The message of the demo, which is spam.
EXAMPLE = "Well done! You have won a £500 voucher. Call 0900 000 1234 now to claim your prize. 16+ only"


# What somebody shows instead of it.
ALTERED = "Well done! I heard that you have passed the exam. Are you free tonight? We must celebrate"


def main() -> None:
    rng = np.random.default_rng(2026)
    patterns = [pattern for i in range(32) for pattern in (HAM[i % 16], SPAM[i % 8])]
    tokens = np.array([encode(message(pattern, rng)) for pattern in patterns], dtype=np.int64)
    np.savez_compressed(HERE / "calibration.npz", tokens=tokens)
    for name, text in (("message", EXAMPLE), ("message-altered", ALTERED)):
        (HERE / f"{name}.json").write_text(json.dumps({"tokens": encode(text)}) + "\n")


if __name__ == "__main__":
    main()
