#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Trains `quick` on two tasks, exports the classifiers, and prints as JSON which share of each kind of image they flag.

    out_of_distribution.py --cli build/release/bin/nidus-cli --shared SHARED [--work FOLDER]

SHARED holds tasks/, models/ and data/. `out_of_fold` is the share of training cases that the exported thresholds flag
when each is judged by what never saw it; `unseen` are new cases of the same kind: those of a fold that took no part in
the training, and hippocampi that the task leaves out. Everything else should be flagged. The program fails where more
than 5 % of the out-of-fold cases or less than 95 % of a foreign kind are flagged. Needs NumPy.
"""
import argparse
import csv
import gzip
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

TASKS = {"brains_sex": "t1_brain", "hippocampus_size": "hippocampus"}
CASES_PER_KIND = 20


# -------------------------------------------------------------------------------------------------------- images

class Image:
    """A NIfTI file of one volume: its header as bytes and its voxels [z, y, x] as numbers."""

    def __init__(self, path):
        raw = gzip.decompress(Path(path).read_bytes())
        self.header = bytearray(raw[:352])
        order = "<" if int.from_bytes(raw[:4], "little") == 348 else ">"
        self.field = lambda kind, at, count: np.frombuffer(self.header, order + kind, count, at)
        kinds = {2: "u1", 4: "i2", 8: "i4", 16: "f4", 64: "f8", 256: "i1", 512: "u2"}
        x, y, z = map(int, self.field("i2", 42, 3))
        data = np.frombuffer(raw, order + kinds[int(self.field("i2", 70, 1)[0])], x * y * z,
                             int(self.field("f4", 108, 1)[0]))
        slope, offset = map(float, self.field("f4", 112, 2))
        self.voxels = data.reshape(z, y, x) * (slope or 1.0) + (offset if slope else 0.0)
        self.order = order

    def set(self, kind, at, values):
        values = np.asarray(values, self.order + kind)
        self.header[at:at + values.nbytes] = values.tobytes()

    @property
    def spacing(self):
        return [float(s) for s in self.field("f4", 80, 3)][::-1]

    def scaled(self, *factors):
        """The same voxels with another size along x, y and z in the header."""
        self.set("f4", 80, self.field("f4", 80, 3) * factors)
        rows = self.field("f4", 280, 12).reshape(3, 4).copy()
        rows[:, :3] *= factors
        self.set("f4", 280, rows.ravel())
        return self

    def with_voxels(self, voxels):
        """Other voxels on the grid of this image, of any number."""
        self.voxels = np.asarray(voxels, np.float64)
        self.set("i2", 42, self.voxels.shape[::-1])
        self.set("i2", 70, [16, 32])
        self.set("f4", 108, [352, 1, 0])
        return self

    def write(self, path):
        self.with_voxels(self.voxels)
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        body = self.voxels.astype(self.order + "f4").tobytes()
        Path(path).write_bytes(gzip.compress(bytes(self.header) + body, compresslevel=1))


def smoothed(volume, voxels):
    """Gaussian filter of this standard deviation, periodic; deviation 1 again afterwards."""
    frequencies = np.meshgrid(*[np.fft.fftfreq(n) for n in volume.shape], indexing="ij")
    kernel = np.exp(-2 * (np.pi * voxels) ** 2 * sum(f ** 2 for f in frequencies))
    result = np.fft.ifftn(np.fft.fftn(volume) * kernel).real
    return (result - result.mean()) / result.std()


def resampled(voxels, old, new):
    """Linear, axis by axis, to another voxel size."""
    for axis in range(3):
        count = max(2, round(voxels.shape[axis] * old[axis] / new[axis]))
        at = np.minimum(np.arange(count) * new[axis] / old[axis], voxels.shape[axis] - 1.000001)
        low, share = at.astype(int), (at % 1).reshape([-1 if a == axis else 1 for a in range(3)])
        voxels = np.take(voxels, low, axis) * (1 - share) + np.take(voxels, low + 1, axis) * share
    return voxels


def foreign_images(folder, images, other, ct_path):
    """kind -> files. `images`: of the task itself; `other`: of the other organ."""
    random = np.random.default_rng(1)
    kinds = {}

    def add(kind, number, image):
        path = folder / kind / f"{number:03d}.nii.gz"
        image.write(path)
        kinds.setdefault(kind, []).append(path)

    for number, path in enumerate(images[:CASES_PER_KIND]):
        shape, mask = Image(path).voxels.shape, Image(path).voxels != 0
        level = lambda v: 500 + 100 * v  # positive, as of a magnitude image
        noise = random.standard_normal(shape)
        add("noise", number, Image(path).with_voxels(level(noise)))
        add("noise_uniform", number, Image(path).with_voxels(1000 * random.random(shape)))
        add("noise_in_the_mask", number, Image(path).with_voxels(np.where(mask, level(noise), 0)))
        for width in (1, 2, 4):
            smooth = level(smoothed(noise, width))
            add(f"noise_smooth_{width}", number, Image(path).with_voxels(smooth))
            add(f"noise_smooth_{width}_in_the_mask", number, Image(path).with_voxels(np.where(mask, smooth, 0)))
        add("spacing_doubled", number, Image(path).scaled(2, 2, 2))
        add("spacing_halved", number, Image(path).scaled(0.5, 0.5, 0.5))
        add("spacing_half_again", number, Image(path).scaled(1.5, 1.5, 1.5))
        add("spacing_of_slices_doubled", number, Image(path).scaled(1, 1, 2))
    ct = Image(ct_path)
    add("ct", 0, ct)
    for number, path in enumerate(images[:CASES_PER_KIND]):
        target = Image(path)
        whole = resampled(Image(ct_path).voxels, ct.spacing, target.spacing)
        shape = [min(a, b) for a, b in zip(whole.shape, target.voxels.shape)]
        start = [int(random.integers(0, a - b + 1)) for a, b in zip(whole.shape, shape)]
        part = whole[tuple(slice(s, s + n) for s, n in zip(start, shape))]
        add("ct_on_the_grid", number, target.with_voxels(part))
        add("ct_on_the_grid_positive", number, target.with_voxels(part + 1100))
    kinds["other_organ"] = other[:CASES_PER_KIND]
    return kinds


# -------------------------------------------------------------------------------------------------------- Nidus

def nidus(args, *words):
    done = subprocess.run([args.cli, *map(str, words), "--json"], capture_output=True, text=True)
    if done.returncode not in (0, 1) or not done.stdout:
        raise SystemExit(f"nidus-cli {' '.join(map(str, words))}: {done.stderr.strip()}")
    return json.loads(done.stdout)


def trained(args, folder, name, rows):
    """The classifier that `quick` makes of these rows of the task's table, and what its export says."""
    folder.mkdir(parents=True, exist_ok=True)
    table, project, file = folder / "cases.csv", folder / "p.nidus", folder / f"{name}.nidusmodel"
    with open(table, "w", newline="") as out:
        writer = csv.DictWriter(out, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    subprocess.run([args.cli, "init", project], check=True, capture_output=True)
    nidus(args, "import", "--project", project, "--table", table, "--root", args.shared / "data")
    nidus(args, "model", "--project", project, args.shared / "models" / TASKS[name])
    nidus(args, "train", "--project", project, "--preset", "quick")
    return file, nidus(args, "export", "--project", project, "--out", file)


def verdicts(args, model, files):
    return [c["ood"] | {"codes": [p["code"] for p in c["problems"]]}
            for c in nidus(args, "predict", model, *files)["cases"]]


def summary(cases):
    scores = sorted(c["score"] for c in cases)
    codes = sorted({code for c in cases for code in c["codes"]})
    return {"cases": len(cases), "flagged": sum(c["flag"] for c in cases) / len(cases), "lowest": scores[0],
            "median": scores[len(scores) // 2], "codes": codes}


def judged(args, work, name, other):
    rows = list(csv.DictReader(open(args.shared / "tasks" / f"{name}.csv")))
    files = [args.shared / "data" / row["image"] for row in rows]
    model, export = trained(args, work / "all", name, rows)
    result = {"out_of_fold": export["out_of_fold"], "zones": export["zones"]}
    ct = args.shared / "data" / "ct_example" / "example_ct_sm.nii.gz"
    kinds = foreign_images(work / "foreign", files, other, ct)
    result["foreign"] = {kind: summary(verdicts(args, model, paths)) for kind, paths in kinds.items()}
    unseen = []
    for fold in sorted({row["fold"] for row in rows}) if args.unseen else []:
        part, _ = trained(args, work / f"without_{fold}", name, [row for row in rows if row["fold"] != fold])
        unseen += verdicts(args, part, [f for f, row in zip(files, rows) if row["fold"] == fold])
    if unseen:
        result["unseen_folds"] = summary(unseen)
    left_out = sorted(set(files[0].parent.glob("*.nii.gz")) - set(files))
    if left_out:
        result["unseen_left_out"] = summary(verdicts(args, model, left_out))
    return result


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cli", type=Path, default=Path("build/release/bin/nidus-cli"))
    parser.add_argument("--shared", type=Path, required=True)
    parser.add_argument("--work", type=Path, help="keep projects and images here")
    parser.add_argument("--tasks", nargs="+", choices=TASKS, default=list(TASKS))
    parser.add_argument("--unseen", action="store_true", help="also train without each fold and judge its cases")
    args = parser.parse_args()
    organs = {name: sorted((args.shared / "data" / folder).glob("*.nii.gz"))
              for name, folder in (("brains_sex", "brains_t1"), ("hippocampus_size", "hippocampus/images"))}
    results = {}
    with tempfile.TemporaryDirectory() as temporary:
        work = args.work or Path(temporary)
        for name in args.tasks:
            other = next(files for task, files in organs.items() if task != name)
            results[name] = judged(args, work / name, name, other)
    print(json.dumps(results, indent=1))
    failures = [f"{name}: {kind}" for name, result in results.items()
                for kind, kind_result in result["foreign"].items() if kind_result["flagged"] < 0.95]
    failures += [f"{name}: out of fold" for name, result in results.items()
                 if result["out_of_fold"]["flagged"] > 0.05 * result["out_of_fold"]["cases"]]
    if failures:
        sys.exit("not as it should be: " + ", ".join(failures))


if __name__ == "__main__":
    main()
