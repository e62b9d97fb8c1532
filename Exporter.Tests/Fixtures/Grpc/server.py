"""A real gRPC server (Debian's python3-grpcio) with two services and no generated code: gRPC's health checking and the Open
Inference Protocol. It reads and writes the messages by hand, so that it shares no mistake with the probe. Models by name:

m          answers; its input tensors must come exactly as its metadata says
loading    is not ready
oom        has no memory left
crash      has a bug
others     are not there
"""
import struct
import sys
from concurrent import futures

import grpc


def varint(value):
    value &= (1 << 64) - 1
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    out.append(value)
    return bytes(out)


def number(field, value):
    return varint(field << 3) + varint(value)


def data(field, value):
    value = value.encode() if isinstance(value, str) else value
    return varint(field << 3 | 2) + varint(len(value)) + value


def read_varint(message, at):
    value = shift = 0
    while True:
        byte = message[at]
        at += 1
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            return value, at


def fields(message):
    at = 0
    while at < len(message):
        key, at = read_varint(message, at)
        if key & 7 == 0:
            value, at = read_varint(message, at)
        elif key & 7 == 1:
            value, at = struct.unpack("<d", message[at:at + 8])[0], at + 8
        else:
            length, at = read_varint(message, at)
            value, at = message[at:at + length], at + length
            assert len(value) == length, "cut"
        yield key >> 3, value


def tensor(name, datatype, *shape):
    return data(1, name) + data(2, datatype) + data(3, b"".join(varint(length) for length in shape))


def text(message, field):
    return next((value.decode() for number, value in fields(message) if number == field), "")


def parameters(message, field):
    entries = [dict(fields(value)) for number, value in fields(message) if number == field]
    return {entry[1].decode(): next(fields(entry[2])) for entry in entries}


def check(request, context):
    service = text(request, 1)
    if service not in ("", "down"):
        context.abort(grpc.StatusCode.NOT_FOUND, "unknown service é")
    return number(1, 2 if service else 1)


def ready(request, context):
    model = text(request, 1)
    if model not in ("m", "loading", "oom", "crash"):
        context.abort(grpc.StatusCode.NOT_FOUND, f"Request for unknown model: '{model}' is not found")
    return b"" if model == "loading" else number(1, 1)


def metadata(request, context):
    inputs = [tensor("text", "BYTES", -1), tensor("x", "FP32", -1, 3), tensor("half", "FP16", 2)]
    return data(1, text(request, 1)) + b"".join(data(4, i) for i in inputs) + data(5, tensor("sum", "INT64", -1)) + data(5, tensor("said", "BYTES", 2))


def infer(request, context):
    model = text(request, 1)
    if model == "oom":
        context.abort(grpc.StatusCode.INTERNAL, "CUDA out of memory. Tried to allocate 2.00 GiB")
    if model == "crash":
        raise RuntimeError("bug")
    raw = [value for number, value in fields(request) if number == 7]
    if raw != [b"\x05\0\0\0probe", bytes(12), bytes(4)]:
        context.abort(grpc.StatusCode.INVALID_ARGUMENT, f"unexpected input: {raw}")
    given = parameters(request, 4)
    if given:
        # Asked for by name, one output is all that comes; what else was said must have come whole.
        said = [given] + [parameters(value, {5: 4, 6: 2}[number]) for number, value in fields(request) if number in (5, 6)]
        names = [text(value, 1) for number, value in fields(request) if number == 6]
        if said != [{"strict": (1, 1), "beams": (2, 4), "mode": (3, b"best"), "heat": (4, 0.5)}, {"content_type": (3, b"str")}, {}, {}, {"top": (2, 1)}] or names != ["sum"]:
            context.abort(grpc.StatusCode.INVALID_ARGUMENT, f"unexpected parameters: {said} {names}")
        return data(1, model) + data(5, tensor("sum", "INT64", 1)) + data(6, (42).to_bytes(8, "little"))
    outputs = data(5, tensor("sum", "INT64", 1)) + data(5, tensor("said", "BYTES", 2))
    return data(1, model) + outputs + data(6, (42).to_bytes(8, "little")) + data(6, b"\x01\0\0\0a" + b"\0\0\0\0")


METHODS = {
    "/grpc.health.v1.Health/Check": check,
    "/inference.GRPCInferenceService/ModelReady": ready,
    "/inference.GRPCInferenceService/ModelMetadata": metadata,
    "/inference.GRPCInferenceService/ModelInfer": infer,
}


class Handler(grpc.GenericRpcHandler):
    def service(self, details):
        method = METHODS.get(details.method)
        return method and grpc.unary_unary_rpc_method_handler(method)


server = grpc.server(futures.ThreadPoolExecutor(max_workers=4))
server.add_generic_rpc_handlers((Handler(),))
port = server.add_insecure_port(f"127.0.0.1:{sys.argv[1] if len(sys.argv) > 1 else 0}")
server.start()
print(f"port {port}", flush=True)
server.wait_for_termination()
