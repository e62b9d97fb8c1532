#!/usr/bin/env python3
"""Writes the dashboards into dashboards/, or into the folder given; needs nothing but Python.

A change of a dashboard is a change here; a test holds the JSON files to what this writes.
"""

import json
import pathlib
import sys

import gpu
import host
import overview
import probes
import slo

FILES = {"overview.json": overview, "model-probes.json": probes, "gpu.json": gpu, "host.json": host, "slo.json": slo}


def main():
    folder = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else pathlib.Path(__file__).resolve().parents[2] / "dashboards"
    for name, module in FILES.items():
        text = json.dumps(module.make(), indent=2, sort_keys=True, ensure_ascii=False)
        (folder / name).write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
