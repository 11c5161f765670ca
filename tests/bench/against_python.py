#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs nidus-bench and the Python that researchers use today by turns (A B A B) and prints their ratios as JSON.

    against_python.py --bench build/release/bin/nidus-bench --peers PEERS resample
    against_python.py ... --model MODEL --images FILE... preprocess
    against_python.py ... --model MODEL --sizes 64x80x64 encoder
    against_python.py ... --files FOLDER/*.pth checkpoint

PEERS is the folder with peer_common.py and peer_encoder.py. Needs nnunetv2 in this Python. Both sides get the same
number of threads, and every result is compared: the program fails when they differ. Ratios are Python over Nidus, the
median of the pairs; memory is the peak of a process of its own, whole and without what it needed to start. Files for
checkpoint come from make_golden_models.py --full-size FOLDER, with the SHA-256 of their tensors beside them.
"""
import argparse
import json
import multiprocessing
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

for _key in ("nnUNet_raw", "nnUNet_preprocessed", "nnUNet_results"):
    os.environ.setdefault(_key, ".")

import numpy as np

KWARGS = {"is_seg": False, "order": 3, "order_z": 0, "force_separate_z": None}
SPACINGS = {"iso128": ([1.25] * 3, [1.0] * 3), "iso150": ([1.5, 0.75, 0.75], [1.18, 1.0, 1.0]),
            "separate40": ([5.0, 0.8, 0.8], [4.0, 0.85, 0.85])}


# ------------------------------------------------------------------------------------------------- both sides

def nidus(args, *words):
    done = subprocess.run([args.bench, *map(str, words)], capture_output=True, text=True)
    if done.returncode != 0:
        raise SystemExit(f"nidus-bench {words[0]}: {done.stderr.strip()}")
    return json.loads(done.stdout)


def tensors(path):
    """The float32 tensors of a safetensors file."""
    raw = Path(path).read_bytes()
    size = int.from_bytes(raw[:8], "little")
    header = json.loads(raw[8:8 + size])
    return {name: np.frombuffer(raw, np.float32, offset=8 + size + t["data_offsets"][0],
                                count=int(np.prod(t["shape"]))).reshape(t["shape"])
            for name, t in header.items() if name != "__metadata__" and t["dtype"] == "F32"}


def clock(call):
    start = time.perf_counter()
    result = call()
    return time.perf_counter() - start, result


def peak():
    """Largest resident set of this process, bytes; getrusage would include that of the process that started it."""
    text = Path("/proc/self/status").read_text()
    return int(text.split("VmHWM:")[1].split()[0]) * 1024


def apart(function, *arguments):
    """What `function` returns in a fresh process: for peaks of memory."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(function, arguments)


def ratios(pairs):
    """pairs: (seconds of Nidus, seconds of Python)."""
    values = sorted(p / n for n, p in pairs)
    return {"nidus_s": statistics.median(n for n, _ in pairs), "python_s": statistics.median(p for _, p in pairs),
            "ratio": statistics.median(values), "ratio_min": values[0], "ratio_max": values[-1]}


def require(condition, what):
    if not condition:
        raise SystemExit(f"against_python: {what}")


# ------------------------------------------------------------------------------------------------- resample

def resample_python(name, x, shape):
    from nnunetv2.preprocessing.resampling.default_resampling import resample_data_or_seg_to_shape
    return resample_data_or_seg_to_shape(x, shape, *SPACINGS[name], **KWARGS)


def resample_peak(name, path):
    import torch
    torch.set_num_threads(1)
    resample_python(name, np.zeros((1, 4, 4, 4), np.float32), [5, 5, 5])
    before = peak()
    arrays = tensors(path)
    resample_python(name, arrays["input"], arrays["output"].shape[1:])
    return {"peak_bytes": peak(), "over_start_bytes": peak() - before}


def resample(args):
    import torch
    rows = []
    for name in args.cases:
        with tempfile.TemporaryDirectory() as folder:
            first = nidus(args, "resample", "--cases", name, "--threads", 1, "--repeats", 1, "--keep", folder)["rows"][0]
            path = Path(folder) / f"{name}.safetensors"
            arrays = tensors(path)
            x, got = arrays["input"].copy(), arrays["output"]
            expected = resample_python(name, x, got.shape[1:])
            error = float(np.abs(expected - got).max() / (x.max() - x.min()))
            require(expected.shape == got.shape and error <= 1e-4, f"{name} differs from nnU-Net by {error} of the range")
            row = {"case": name, "error_of_range": error, "threads": {}}
            for threads in args.threads:
                torch.set_num_threads(threads)
                pairs = []
                for _ in range(args.pairs):
                    ours = nidus(args, "resample", "--cases", name, "--threads", threads, "--repeats", 3, "--skip-check")
                    python_s, _ = clock(lambda: resample_python(name, x, got.shape[1:]))
                    pairs.append((ours["rows"][0]["timings"][0]["median_s"], python_s))
                row["threads"][threads] = ratios(pairs)
            python = apart(resample_peak, name, path)
        largest = first["largest_volume_bytes"]
        row["memory"] = {"nidus_over_start": first["peak_bytes"], "python_over_start": python["over_start_bytes"],
                         "ratio": first["peak_bytes"] / python["over_start_bytes"],
                         "nidus_in_volumes": first["peak_bytes"] / largest}
        rows.append(row)
    return rows


# ------------------------------------------------------------------------------------------------- preprocess

class PythonCase:
    def __init__(self, args):
        sys.path.insert(0, args.peers)
        from nnunetv2.preprocessing.preprocessors.default_preprocessor import DefaultPreprocessor
        from peer_common import Model
        self.model = Model(args.model, args.configuration)
        self.reader = self.model.plans.image_reader_writer_class()
        self.preprocessor = DefaultPreprocessor(verbose=False)

    def __call__(self, image):
        """Seconds of reading, of preprocessing, and the array."""
        read_s, (data, facts) = clock(lambda: self.reader.read_images([str(image)]))
        work_s, (out, _, _) = clock(lambda: self.preprocessor.run_case_npy(
            data, None, facts, self.model.plans, self.model.config, self.model.dataset_json))
        return read_s, work_s, out


def preprocess_peak(args):
    import torch
    torch.set_num_threads(1)
    case = PythonCase(args)
    before = peak()
    for image in args.images:
        case(image)
    return {"peak_bytes": peak(), "over_start_bytes": peak() - before}


def preprocess(args):
    import torch
    torch.set_num_threads(1)
    case = PythonCase(args)
    case(args.images[0])
    words = ["preprocess", "--model", args.model, "--configuration", args.configuration, "--images", *args.images]
    work, whole, worst = [], [], 0.0
    with tempfile.TemporaryDirectory() as folder:
        for pair in range(args.pairs):
            ours = nidus(args, *words, "--threads", 1, "--repeats", 1, "--keep", folder)
            totals = np.zeros(2)
            for image in args.images:
                read_s, work_s, out = case(image)
                totals += work_s, read_s + work_s
                if pair == 0:
                    got = tensors(Path(folder) / (Path(image).name + ".safetensors"))["image"]
                    require(got.shape == out.shape, f"{image} has another shape than nnU-Net's")
                    worst = max(worst, float(np.abs(got - out).max() / max(out.std(), 1e-8)))
            took = lambda step: sum(row[step]["median_s"] for row in ours["rows"])
            work.append((took("preprocess"), totals[0]))
            whole.append((took("file_to_cache"), totals[1]))
            to_disk = ours["to_disk_s"]
            beyond = max(row["file_to_cache"]["median_s"] - row["floor"]["median_s"] for row in ours["rows"])
    count = len(args.images)
    steps = {step: took(step) / count for step in ("floor", "read", "preprocess", "write", "file_to_cache")}
    require(worst <= 1e-4, f"the cases differ from nnU-Net's by {worst} of the standard deviation")
    ours = nidus(args, *words, "--threads", 1, "--repeats", 1, "--once")
    python = apart(preprocess_peak, args)
    return {"cases": count, "error_of_std": worst, "preprocess": ratios(work), "file_to_cache": ratios(whole),
            "nidus_s_per_case": steps, "most_beyond_floor_s": beyond, "to_disk_s_per_case": to_disk / count,
            "memory": {"nidus": ours["peak_bytes"], "python": python["peak_bytes"],
                       "ratio": ours["peak_bytes"] / python["peak_bytes"],
                       "nidus_over_start": ours["peak_over_start_bytes"],
                       "python_over_start": python["over_start_bytes"],
                       "nidus_in_volumes": ours["peak_over_start_bytes"]
                       / max(row["largest_volume_bytes"] for row in ours["rows"])}}


# ------------------------------------------------------------------------------------------------- encoder

# What nidus-bench asks of malloc, for the peer.
TUNED = {"MALLOC_MMAP_MAX_": "0", "MALLOC_TRIM_THRESHOLD_": str(2**31 - 1), "MALLOC_TOP_PAD_": str(64 << 20)}


def encoder(args):
    network = ["--stock", args.stock] if args.stock else ["--model", args.model]
    words = [*network, "--sizes", *args.sizes, "--batches", *args.batches, "--threads", *args.threads, "--repeats", 3]
    found = {}
    for _ in range(args.pairs):
        ours = nidus(args, "encoder", *words)["rows"]
        for settings, env in (("tuned", TUNED), ("as_shipped", {})):
            done = subprocess.run([sys.executable, str(Path(args.peers) / "peer_encoder.py"), *map(str, words)],
                                  capture_output=True, text=True, env={**os.environ, **env})
            require(done.returncode == 0, done.stderr[-2000:])
            theirs = json.loads(done.stdout.strip().splitlines()[-1])["rows"]
            key = lambda row: (row["size"], row["batch"], row["threads"], row["type"])
            theirs = {key(row): row for row in theirs}
            for row in ours:
                for step in ("forward_s", "forward_backward_s"):
                    if key(row) in theirs:
                        found.setdefault((*key(row), step, settings), []).append((row[step], theirs[key(row)][step]))
    return [{"case": list(k), **ratios(v)} for k, v in found.items()]


# ------------------------------------------------------------------------------------------------- checkpoint

LOAD = ("import sys, time, torch; torch.set_num_threads(1); t = time.perf_counter(); "
        "torch.load(sys.argv[1], map_location='cpu', weights_only=False); print(time.perf_counter() - t)")


def checkpoint(args):
    """Each side in a fresh process; the file is in the page cache for both."""
    rows = []
    for path in map(Path, args.files):
        path.read_bytes()
        pairs, facts = [], {}
        for _ in range(args.pairs):
            facts = nidus(args, "checkpoint", path, "--repeats", 1, "--expect", path.with_suffix(".json"))
            done = subprocess.run([sys.executable, "-c", LOAD, str(path)], check=True, capture_output=True, text=True)
            pairs.append((facts["first_s"], float(done.stdout)))
        rows.append({"file": path.name, **ratios(pairs), "encoder_bytes": facts["encoder_bytes"],
                     "peak_growth_per_encoder_byte": facts["peak_growth_per_encoder_byte"]})
    return rows


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add = parser.add_argument
    add("what", choices=("resample", "preprocess", "encoder", "checkpoint"))
    add("--bench", required=True, help="the program nidus-bench")
    add("--peers", required=True, help="folder of the Python peers")
    add("--pairs", type=int, default=7)
    add("--threads", type=int, nargs="+", default=[1, 2])
    add("--cases", nargs="+", default=list(SPACINGS), help="resample: which")
    add("--model", help="preprocess, encoder: nnU-Net's folder with plans.json")
    add("--configuration", default="3d_fullres")
    add("--images", nargs="+", help="preprocess: image files")
    add("--files", nargs="+", help="checkpoint: checkpoints of full size")
    add("--sizes", nargs="+", default=["64x80x64"])
    add("--batches", nargs="+", type=int, default=[1])
    add("--stock", type=int, default=0, help="encoder: stages of nnU-Net's default encoder instead of a model")
    args = parser.parse_args()
    rows = {"resample": resample, "preprocess": preprocess, "encoder": encoder, "checkpoint": checkpoint}[args.what](args)
    print(json.dumps({"against_python": args.what, "pairs": args.pairs, "rows": rows}, indent=1))


if __name__ == "__main__":
    main()
