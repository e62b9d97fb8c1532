"""Users of the scene: a tide of requests to the Flask application, some of which fail, and now and then a chat with the demo's model."""

import json
import math
import random
import sys
import threading
import time
import urllib.error
import urllib.request

FLASK, CHAT = sys.argv[1:3]
ENTITIES = json.dumps({"text": "Ada Lovelace lived in London.", "schema": json.dumps({"person": None})}).encode()
QUESTION = json.dumps({"model": "demo-model", "stream": True, "max_tokens": 48, "messages": [{"role": "user", "content": "Name three primary colours."}]}).encode()


def ask(url, body=None):
    request = urllib.request.Request(url, body, {"Content-Type": "application/json", "User-Agent": "scene"})
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            answer.read()
    except (urllib.error.URLError, OSError):
        pass  # The failures are what the scene is for.


def user(number):
    dice = random.Random(number)
    while True:
        tide = 0.6 + 0.4 * math.sin(time.time() / 90)
        time.sleep(dice.expovariate(1.5 * tide))
        what = dice.random()
        if what < 0.02:
            ask(FLASK + "/api/predict?fail=500", ENTITIES)
        elif what < 0.04:
            ask(FLASK + "/favicon.ico")
        elif what < 0.10:
            ask(FLASK + "/health")
        else:
            ask(f"{FLASK}/api/predict?fail=slow&seconds={dice.uniform(0.02, 0.25):.3f}", ENTITIES)


def talker(number):
    dice = random.Random(number)
    while True:
        time.sleep(dice.expovariate(0.5))
        ask(CHAT + "/v1/chat/completions", QUESTION)


for number in range(8):
    threading.Thread(target=user, args=(number,), daemon=True).start()
for number in range(4):
    threading.Thread(target=talker, args=(number,), daemon=True).start()
threading.Event().wait()
