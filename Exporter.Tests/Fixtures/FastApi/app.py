"""A FastAPI application in the shape of those that people put around a model.

POST /predict {"text": "...", "threshold": 0.5} answers {"label", "score"}, and FastAPI itself checks the question.
POST /v1/chat/completions streams three tokens, and no more than it is told to.
The query breaks either: ?fail=500, ?fail=kill (the process dies), ?fail=cut (the stream dies after its first token),
?fail=hang (a thread sleeps). READY_FILE in the environment: the application is not ready before that file exists.
"""

import asyncio
import json
import os
import signal
import time

from fastapi import FastAPI, HTTPException
from fastapi.responses import StreamingResponse
from pydantic import BaseModel

app = FastAPI()


class Question(BaseModel):
    text: str
    threshold: float = 0.5


@app.on_event("startup")
async def load():
    ready = os.environ.get("READY_FILE")
    while ready and not os.path.exists(ready):
        await asyncio.sleep(0.02)


@app.get("/health")
def health():
    return {"status": "ok"}


@app.post("/predict")
def predict(question: Question, fail: str = ""):
    if fail == "500":
        raise RuntimeError("the model is broken")
    if fail == "503":
        raise HTTPException(503, "loading", headers={"Retry-After": "3"})
    if fail == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    if fail == "hang":
        time.sleep(30)
    return {"label": "good", "score": 0.9, "worker": os.getpid()}


@app.post("/v1/chat/completions")
async def chat(fail: str = ""):
    async def tokens():
        for token in ["Red", " green", " blue"]:
            yield f"data: {json.dumps({'choices': [{'delta': {'content': token}}]})}\n\n"
            await asyncio.sleep(0.01)
            if fail == "cut":
                raise RuntimeError("the model is broken")
            if fail == "kill":
                os.kill(os.getpid(), signal.SIGKILL)
        yield 'data: {"choices":[{"delta":{},"finish_reason":"stop"}]}\n\n'
        yield "data: [DONE]\n\n"

    return StreamingResponse(tokens(), media_type="text/event-stream")
