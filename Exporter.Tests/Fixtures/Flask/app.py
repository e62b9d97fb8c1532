"""A Flask application in the shape of those that people put around ModelScope's SiameseUniNLU.

POST /api/predict {"text": "...", "schema": "{\"person\": null}"} answers {"output": [[{"type", "span", "offset"}]]}.
The query breaks it: ?fail=slow (&seconds=2), ?fail=500, ?fail=bad_json, ?fail=out_of_memory, ?fail=empty, ?fail=crash.

Run by itself it serves with Werkzeug's development server, on a free port or on the one given as argument, and prints
"port N"; "single" as a further argument makes it answer one request after the other; gunicorn imports `app`.
"""

import json
import sys
import time

from flask import Flask, Response, jsonify, request
from werkzeug.serving import make_server

app = Flask(__name__)

KNOWN = {"person": ["Ada Lovelace", "Alan Turing"], "location": ["London", "Paris"], "人物": ["谷口清太郎"], "地理位置": ["日本"]}


@app.get("/health")
def health():
    return "ok"


@app.post("/api/predict")
def predict():
    failure = request.args.get("fail", "")
    if failure == "slow":
        time.sleep(float(request.args.get("seconds", "2")))
    elif failure == "500":
        return jsonify(error="internal error"), 500
    elif failure == "out_of_memory":
        return jsonify(error="CUDA out of memory. Tried to allocate 2.00 GiB."), 500
    elif failure == "bad_json":
        return Response('{"output": [[{"type": "per', mimetype="application/json")
    elif failure == "empty":
        return jsonify(output=[])
    elif failure == "crash":
        raise RuntimeError("the model is broken")

    question = request.get_json(force=True)
    schema = question["schema"]
    wanted = json.loads(schema) if isinstance(schema, str) else schema
    found = [
        [{"type": kind, "span": span, "offset": [question["text"].index(span), question["text"].index(span) + len(span)]}]
        for kind in wanted
        for span in KNOWN.get(kind, [])
        if span in question["text"]
    ]
    return jsonify(output=found)


if __name__ == "__main__":
    server = make_server("127.0.0.1", int(sys.argv[1]) if len(sys.argv) > 1 else 0, app, threaded="single" not in sys.argv)
    print(f"port {server.server_port}", flush=True)
    server.serve_forever()
