#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Trains the same run in one process and shared by several ranks on this machine, and compares weights and times.

    ranks.py --cli build/release/bin/nidus-cli [--ranks 2] [--model FOLDER] [--cases 44] [--epochs 4] [--repeats 3]

Prints one JSON object: median seconds per optimiser step of one process with one thread, of one process with as many
threads as ranks, and of the ranks with one thread each; speed-up and efficiency of the ranks against the first. The time
is that of the inner fits' epochs, with validation and saving, divided by their steps; first epochs, which warm up, do
not count. Fails when the weights of the ranks, or anything that their log says of a step, are not those of one process
with one thread, bit for bit, or when an inner fit has fewer than 20 steps.
"""
import argparse
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

NOISE = ("RANK", "WORLD_SIZE", "LOCAL_RANK", "LOCAL_WORLD_SIZE", "MASTER_ADDR", "MASTER_PORT")


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Bench:
    def __init__(self, args, folder):
        self.cli, self.ranks, self.folder = args.cli, args.ranks, folder
        self.project = folder / "study.nidus"
        self.recipe = folder / "recipe.json"
        self.recipe.write_text(json.dumps({
            "preset": "balanced", "phases": [{"open_stages": args.stages, "epochs": args.epochs}],
            "batch": 1, "accumulation": args.ranks, "inner_folds": 2, "folds": 2, "keep": "finetuned", "seed": 3}))
        self.environment = {k: v for k, v in os.environ.items() if k not in NOISE}
        scans = folder / "scans"
        self.run("phantom", "--out", scans, "--cases", args.cases)
        self.run("init", self.project)
        self.run("import", "--project", self.project, "--table", scans / "labels.csv", "--root", scans)
        self.run("model", "--project", self.project, args.model)
        self.run("prepare", "--project", self.project)

    def run(self, *words):
        done = subprocess.run([self.cli, *map(str, words)], capture_output=True, text=True, env=self.environment)
        if done.returncode != 0:
            raise SystemExit(f"nidus-cli {' '.join(map(str, words))}: {done.stderr.strip()[-500:]}")
        return done.stdout

    def train(self, name, ranks, threads):
        """Trains fold 0 of a new run. Returns what must be equal, and the seconds per step of each epoch."""
        self.environment["NIDUS_THREADS"] = str(threads)
        self.run("train", "--project", self.project, "--recipe", self.recipe, "--run", name, "--freeze")
        command = [self.cli, "train", "--project", str(self.project), "--run", name, "--fold", "0", "--json"]
        port = free_port()
        processes = []
        for rank in range(ranks):
            environment = dict(self.environment)
            if ranks > 1:
                environment.update(RANK=str(rank), WORLD_SIZE=str(ranks), MASTER_ADDR="127.0.0.1", MASTER_PORT=str(port))
            processes.append(subprocess.Popen(command, env=environment, text=True, stdout=subprocess.PIPE,
                                              stderr=subprocess.PIPE))
        output = [process.communicate() for process in processes]
        for process, (_, errors) in zip(processes, output):
            if process.returncode != 0:
                raise SystemExit(f"ranks: {' '.join(command)}: {errors.strip()[-500:]}")
        log = (self.project / "runs" / name / "fold_0" / "events.jsonl").read_text()
        seconds, fits, told = [], {}, []
        for event in map(json.loads, log.splitlines()):
            if event["event"] in ("step", "epoch"):
                fits.setdefault(event["fit"], {"step": [], "epoch": []})[event["event"]].append(event.pop("seconds", None))
                told.append(event)
        for fit, events in fits.items():
            if "/inner_" in fit:
                self.steps = len(events["step"])
                seconds += [epoch * len(events["epoch"]) / self.steps for epoch in events["epoch"][1:]]
        return json.dumps([json.loads(output[0][0])["weights_sha256"], told]), seconds


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cli", required=True)
    parser.add_argument("--model", default=str(Path(__file__).parents[2] / "resources" / "demo" / "model"))
    parser.add_argument("--ranks", type=int, default=2)
    parser.add_argument("--cases", type=int, default=44)
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--stages", type=int, default=9, help="open stages; more than there are: all")
    parser.add_argument("--repeats", type=int, default=3)
    args = parser.parse_args()
    ways = {"one_process": (1, 1), "one_process_all_threads": (1, args.ranks), "ranks": (args.ranks, 1)}
    seconds = {way: [] for way in ways}
    results = {way: set() for way in ways}
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(args, Path(folder))
        for repeat in range(args.repeats):
            for way, (ranks, threads) in ways.items():
                result, steps = bench.train(f"{way}-{repeat}", ranks, threads)
                results[way].add(result)
                seconds[way] += steps
    median = {way: statistics.median(values) for way, values in seconds.items()}
    is_equal = len(results["one_process"] | results["ranks"]) == 1 and bench.steps >= 20
    print(json.dumps({
        "ranks": args.ranks, "steps_of_an_inner_fit": bench.steps, "bit_equal": is_equal,
        "seconds_per_step": {way: round(value, 4) for way, value in median.items()},
        "speed_up": round(median["one_process"] / median["ranks"], 3),
        "efficiency": round(median["one_process"] / median["ranks"] / args.ranks, 3),
        "against_all_threads": round(median["one_process_all_threads"] / median["ranks"], 3)}))
    return not is_equal


if __name__ == "__main__":
    sys.exit(main())
