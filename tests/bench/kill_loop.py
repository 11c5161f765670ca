#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Kills a training again and again, resumes it, and compares the weights with those of an undisturbed run.

    kill_loop.py --cli build/release/bin/nidus-cli [--random 200] [--saves]

--random N: N runs, each killed (SIGKILL) at a random moment of its first try. --saves: one run for each call of fsync,
rename and link, killed as it is entered (needs strace). Every killed run is resumed until it ends; the program fails
when a project cannot be read or the SHA-256 of the weights differs.
"""
import argparse
import json
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RECIPE = {"preset": "balanced", "phases": [{"open_stages": 1, "epochs": 1}, {"open_stages": 2, "epochs": 1}],
          "inner_folds": 2, "folds": 2, "keep": "finetuned", "seed": 3}
CALLS = "fsync,rename,link"


class Loop:
    def __init__(self, cli, folder):
        self.cli, self.folder = cli, folder
        self.template = folder / "template.nidus"
        self.recipe = folder / "recipe.json"
        self.recipe.write_text(json.dumps(RECIPE))

    def run(self, *words):
        done = subprocess.run([self.cli, *map(str, words)], capture_output=True, text=True)
        if done.returncode != 0:
            raise SystemExit(f"nidus-cli {' '.join(map(str, words))}: {done.stderr.strip()[-500:]}")
        return done.stdout

    def prepare(self, model):
        scans = self.folder / "scans"
        self.run("phantom", "--out", scans, "--cases", 12)
        self.run("init", self.template)
        self.run("import", "--project", self.template, "--table", scans / "labels.csv", "--root", scans)
        self.run("model", "--project", self.template, model)
        self.run("prepare", "--project", self.template)

    def fresh(self):
        project = self.folder / "run.nidus"
        shutil.rmtree(project, ignore_errors=True)
        shutil.copytree(self.template, project)
        return project

    def command(self, project, resume=False):
        go_on = ["--resume"] if resume else ["--recipe", str(self.recipe)]
        return [self.cli, "train", "--project", str(project), *go_on, "--json"]

    def result(self, project):
        """Resumes until the run ends and returns the digest of its weights; starts anew what died before it was frozen."""
        done = subprocess.run(self.command(project, True), capture_output=True, text=True)
        if done.returncode != 0 and "TRN-006" in done.stderr + done.stdout:
            try:
                return json.loads(self.run("evaluate", "--project", project, "--json"))["weights_sha256"]
            except SystemExit:
                done = subprocess.run(self.command(project), capture_output=True, text=True)
        if done.returncode != 0:
            raise SystemExit(f"kill_loop: not resumed: {(done.stderr + done.stdout).strip()[-500:]}")
        return json.loads(done.stdout)["weights_sha256"]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cli", required=True)
    parser.add_argument("--model", default=str(Path(__file__).parents[2] / "resources" / "demo" / "model"))
    parser.add_argument("--random", type=int, default=200)
    parser.add_argument("--saves", action="store_true")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    rng = random.Random(args.seed)
    report = {"random_kills": 0, "kills_at_saves": 0, "different": 0}
    with tempfile.TemporaryDirectory() as folder:
        loop = Loop(args.cli, Path(folder))
        loop.prepare(args.model)
        project = loop.fresh()
        start = time.monotonic()
        expected = json.loads(subprocess.run(loop.command(project), capture_output=True, text=True, check=True).stdout)
        seconds = time.monotonic() - start
        expected = expected["weights_sha256"]

        def compare(where):
            if loop.result(project) != expected:
                report["different"] += 1
                print(f"kill_loop: other weights after a kill {where}", file=sys.stderr)

        for _ in range(args.random):
            project = loop.fresh()
            process = subprocess.Popen(loop.command(project), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            after = rng.uniform(0, seconds)
            time.sleep(after)
            process.send_signal(signal.SIGKILL)
            process.wait()
            report["random_kills"] += process.returncode == -signal.SIGKILL
            compare(f"after {after:.3f} s")
        for call in CALLS.split(",") if args.saves else ():
            for number in range(1, 10_000):
                project = loop.fresh()
                inject = ["strace", "-f", "-qq", "-o", "/dev/null", "-e", f"trace={call}", "-e",
                          f"inject={call}:signal=KILL:when={number}"]
                done = subprocess.run(inject + loop.command(project), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
                if done.returncode == 0:
                    break
                report["kills_at_saves"] += 1
                compare(f"at {call} number {number}")
        report["seconds_undisturbed"] = round(seconds, 2)
    print(json.dumps(report))
    return report["different"] != 0


if __name__ == "__main__":
    sys.exit(main())
