#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Times nidus-bench checkpoint against torch.load of the same file, in turn, each in a fresh process with one thread.

    V/bin/python tests/tools/make_golden_models.py --full-size FOLDER
    V/bin/python tests/tools/time_checkpoint.py build/release/bin/nidus-bench FOLDER/*.pth [--pairs 7]

Prints one JSON line per file: medians of the seconds (the file is in the page cache for both), their ratio and its range, the ratio of
processor times, and the growth of the peak memory per byte of the encoder. FILE.json beside FILE.pth holds the SHA-256 of the tensors,
which nidus-bench compares.
"""
import argparse
import json
import statistics
import subprocess
import sys
from pathlib import Path

TORCH = ("import sys, time, torch; torch.set_num_threads(1); t = time.perf_counter(); c = time.process_time(); "
         "torch.load(sys.argv[1], map_location='cpu', weights_only=False); "
         "print(time.perf_counter() - t, time.process_time() - c)")


def one_pair(bench, path):
    expected = path.with_suffix(".json")
    command = [bench, "checkpoint", str(path), "--repeats", "1"] + (["--expect", str(expected)] if expected.exists() else [])
    own = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    peer = subprocess.run([sys.executable, "-c", TORCH, str(path)], check=True, capture_output=True, text=True).stdout
    return own, [float(seconds) for seconds in peer.split()]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bench")
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--pairs", type=int, default=7)
    arguments = parser.parse_args()
    for path in arguments.files:
        path.read_bytes()
        pairs = [one_pair(arguments.bench, path) for _ in range(arguments.pairs)]
        ratios = sorted(peer[0] / own["first_s"] for own, peer in pairs)
        processor = statistics.median(peer[1] / own["first_processor_s"] for own, peer in pairs)
        print(json.dumps({"file": path.name, "bytes": path.stat().st_size, "encoder_bytes": pairs[0][0]["encoder_bytes"],
                          "nidus_s": statistics.median(own["first_s"] for own, _ in pairs),
                          "torch_load_s": statistics.median(peer[0] for _, peer in pairs), "ratio": statistics.median(ratios),
                          "ratio_range": [ratios[0], ratios[-1]], "ratio_processor_time": processor, "bytes_compared": pairs[0][0]["bytes_compared"],
                          "peak_growth_per_encoder_byte": max(own["peak_growth_per_encoder_byte"] for own, _ in pairs)}))


if __name__ == "__main__":
    main()
