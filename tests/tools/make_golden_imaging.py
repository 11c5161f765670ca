#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes a golden folder of preprocessing and resampling cases with the real nnU-Net v2.

    python make_golden_imaging.py OUT [--seed 1] [--random 40]
    NIDUS_GOLDEN=OUT build/release/tests/tst_golden

Needs nnunetv2, SimpleITK, nibabel. Listed cases cover what is easily got wrong; --random adds as many of both kinds
with everything drawn: sizes, spacings, axes, schemes, readers, file types, resamplers. Cases that the real package
cannot do carry `nnunet_error` (what it said) and either `refused` (the code that Nidus must give) or `final_shape`.
"""
import argparse
import copy
import json
import os
import struct
import sys
from pathlib import Path

for _key in ("nnUNet_raw", "nnUNet_preprocessed", "nnUNet_results"):
    os.environ.setdefault(_key, ".")

import nibabel as nib
import numpy as np
import SimpleITK as sitk
import torch
from nnunetv2.preprocessing.preprocessors.default_preprocessor import DefaultPreprocessor
from nnunetv2.preprocessing.resampling.default_resampling import (determine_do_sep_z_and_axis,
                                                                  resample_data_or_seg_to_shape)
from nnunetv2.preprocessing.resampling.no_resampling import no_resampling_hack
from nnunetv2.preprocessing.resampling.resample_torch import resample_torch_fornnunet
from nnunetv2.utilities.plans_handling.plans_handler import PlansManager

FUNCTIONS = {f.__name__: f for f in (resample_data_or_seg_to_shape, resample_torch_fornnunet, no_resampling_hack)}
SPLINE, TORCH, NONE = FUNCTIONS
SCHEMES = ["ZScoreNormalization", "CTNormalization", "NoNormalization", "RescaleTo01Normalization",
           "RGBTo01Normalization"]
READERS = ["SimpleITKIO", "SimpleITKIOWithReorient", "NibabelIO", "NibabelIOWithReorient"]
ULP = float(np.finfo(np.float32).eps)


# ------------------------------------------------------------------------------------------------- images

def texture(rng, shape, level=200.0, contrast=60.0):
    """Smooth noise with a bright block and a few sharp spikes, positive everywhere."""
    v = rng.standard_normal(shape)
    for axis in range(3):
        v = (np.roll(v, 1, axis) + v + np.roll(v, -1, axis)) / 3
    v = level + contrast * v / max(v.std(), 1e-9)
    v[tuple(slice(s // 4, s // 2 + 1) for s in shape)] += 2 * contrast
    v[rng.random(shape) > 0.985] += 4 * contrast
    return np.clip(v, 1, None)


def head(rng, shape):
    """A textured ball on zeros, with a hole of zeros inside and a tunnel to the edge of the ball's box."""
    v = texture(rng, shape)
    grid = np.meshgrid(*[np.linspace(-1, 1, s) if s > 1 else np.zeros(1) for s in shape], indexing="ij")
    radius = sum((g / 0.8) ** 2 for g in grid)
    v[radius > 1] = 0
    middle = tuple(s // 2 for s in shape)
    v[tuple(slice(m, m + 2) for m in middle)] = 0
    v[middle[0], middle[1], middle[2]:] *= rng.integers(0, 2)
    return v


def body(rng, shape):
    v = texture(rng, shape, -20, 120)
    v[rng.random(shape) > 0.9] = -1024
    v[0] = -3024
    return v


def as_type(v, dtype):
    info = np.iinfo(dtype) if np.issubdtype(dtype, np.integer) else None
    return np.rint(np.clip(v, info.min, info.max)).astype(dtype) if info else v.astype(dtype)


def rotation(rng, degrees):
    a, b, c = rng.uniform(-degrees, degrees, 3) * np.pi / 180
    rx = [[1, 0, 0], [0, np.cos(a), -np.sin(a)], [0, np.sin(a), np.cos(a)]]
    ry = [[np.cos(b), 0, np.sin(b)], [0, 1, 0], [-np.sin(b), 0, np.cos(b)]]
    rz = [[np.cos(c), -np.sin(c), 0], [np.sin(c), np.cos(c), 0], [0, 0, 1]]
    return np.array(rx) @ ry @ rz


def axes(rng, oblique):
    """A permutation of the axes with flips, turned by up to `oblique` degrees."""
    m = np.eye(3)[:, rng.permutation(3)] * rng.choice([-1, 1], 3)
    return rotation(rng, oblique) @ m


def write_itk(path, array, spacing, direction=None, origin=(3, -7, 11)):
    image = sitk.GetImageFromArray(array)
    image.SetSpacing([float(s) for s in spacing[::-1]])
    image.SetOrigin([float(o) for o in origin[:array.ndim]])
    if direction is not None:
        image.SetDirection([float(d) for d in np.asarray(direction).ravel()])
    sitk.WriteImage(image, str(path), True)


def write_nibabel(path, array, spacing, direction=None, big_endian=False, slope=None):
    """Only the sform is valid; optionally big endian, or with a slope and an intercept."""
    affine = np.eye(4)
    affine[:3, :3] = (np.eye(3) if direction is None else direction) * np.array(spacing[::-1])
    affine[:3, 3] = (5, -4, 9)
    header = nib.Nifti1Header(endianness=">" if big_endian else "<")
    header.set_data_dtype(array.dtype)
    image = nib.Nifti1Image(array.transpose(2, 1, 0), affine, header)
    image.set_qform(None, 0)
    image.set_sform(affine, 2)
    image.header.set_slope_inter(1, 0)
    image.to_filename(str(path))
    if slope:  # raw values stay, only their meaning changes
        raw = bytearray(path.read_bytes())
        struct.pack_into((">" if big_endian else "<") + "2f", raw, 112, *slope)
        path.write_bytes(bytes(raw))


# ------------------------------------------------------------------------------------------------- plans

def plans_of(schemes, masks, spacing, transpose=(0, 1, 2), reader="SimpleITKIO", fn=SPLINE, kwargs=None):
    flat = len(spacing) == 2
    kwargs = {"is_seg": False, "order": 3, "order_z": 0, "force_separate_z": None} if kwargs is None else kwargs
    seg = {**kwargs, "is_seg": True, **({"order": 1, "order_z": 0} if fn == SPLINE else {})} if fn != NONE else {}
    size = [8] * len(spacing)
    op = f"torch.nn.modules.{{}}{len(spacing)}d"
    arch = {"n_stages": 2, "features_per_stage": [4, 8], "conv_op": op.format("conv.Conv"),
            "kernel_sizes": [[3] * len(size)] * 2, "strides": [[1] * len(size), [2] * len(size)],
            "n_conv_per_stage": [1, 1], "n_conv_per_stage_decoder": [1], "conv_bias": True,
            "norm_op": op.format("instancenorm.InstanceNorm"), "norm_op_kwargs": {"eps": 1e-5, "affine": True},
            "dropout_op": None, "dropout_op_kwargs": None, "nonlin": "torch.nn.LeakyReLU",
            "nonlin_kwargs": {"inplace": True}}
    configuration = {
        "data_identifier": "golden", "preprocessor_name": "DefaultPreprocessor", "batch_size": 2, "patch_size": size,
        "median_image_size_in_voxels": size, "spacing": list(spacing), "normalization_schemes": schemes,
        "use_mask_for_norm": masks, "resampling_fn_data": fn, "resampling_fn_seg": fn,
        "resampling_fn_data_kwargs": kwargs, "resampling_fn_seg_kwargs": seg, "resampling_fn_probabilities": fn,
        "resampling_fn_probabilities_kwargs": kwargs, "batch_dice": flat,
        "architecture": {"network_class_name": "dynamic_network_architectures.architectures.unet.PlainConvUNet",
                         "arch_kwargs": arch, "_kw_requires_import": ["conv_op", "norm_op", "dropout_op", "nonlin"]}}
    intensity = {"mean": 35.25, "std": 90.5, "median": 30.0, "min": -1000.0, "max": 2000.0,
                 "percentile_00_5": -180.75, "percentile_99_5": 310.5}
    return {"dataset_name": "Dataset950_GoldenImaging", "plans_name": "nnUNetPlans",
            "original_median_spacing_after_transp": [1.0] * 3, "original_median_shape_after_transp": [10] * 3,
            "image_reader_writer": reader, "transpose_forward": list(transpose),
            "transpose_backward": [int(i) for i in np.argsort(transpose)],
            "configurations": {"2d" if flat else "3d_fullres": configuration},
            "experiment_planner_used": "ExperimentPlanner", "label_manager": "LabelManager",
            "foreground_intensity_properties_per_channel": {str(c): {**intensity, "mean": intensity["mean"] + 7 * c}
                                                            for c in range(len(schemes))}}


# ------------------------------------------------------------------------------------------------- writing

class Folder:
    def __init__(self, out):
        self.out, self.entries = Path(out).resolve(), []

    def path(self, relative):
        path = self.out / relative
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    def npy(self, relative, array):
        np.save(self.path(relative), np.ascontiguousarray(array))
        return relative

    def json(self, relative, value):
        self.path(relative).write_text(json.dumps(plain(value), indent=1, allow_nan=False) + "\n")
        return relative

    def finish(self):
        import importlib.metadata as metadata
        names = ("nnunetv2", "batchgenerators", "acvl_utils", "torch", "numpy", "scipy", "scikit-image", "SimpleITK",
                 "nibabel")
        self.json("index.json", {"schema": 1, "versions": {n: metadata.version(n) for n in names},
                                 "entries": self.entries})


def plain(value):
    if isinstance(value, dict):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, (list, tuple, np.ndarray)):
        return [plain(v) for v in value]
    if isinstance(value, np.generic):
        return value.item()
    return value


def tolerance(noise, expected, ulps):
    scale = float(np.abs(expected).max()) if expected.size else 0.0
    unit = 5e-4 * ULP if expected.dtype == np.float64 else ULP
    return float(f"{max(10 * noise, ulps * unit * scale):.3g}")


# ------------------------------------------------------------------------------------------------- preprocessing

def normalised64(data, seg, manager, intensity):
    """The same schemes in double, to measure what rounding in float32 honestly costs."""
    out = data.astype(np.float64)
    for c, x in enumerate(out):
        scheme, p = manager.normalization_schemes[c], intensity[str(c)]
        if scheme == "ZScoreNormalization":
            inside = seg[0] >= 0 if manager.use_mask_for_norm[c] else np.ones(x.shape, bool)
            if inside.any():
                x[inside] = (x[inside] - x[inside].mean()) / max(x[inside].std(), 1e-8)
        elif scheme == "CTNormalization":
            x[:] = (np.clip(x, p["percentile_00_5"], p["percentile_99_5"]) - p["mean"]) / max(p["std"], 1e-8)
        elif scheme == "RescaleTo01Normalization":
            x -= x.min()
            x /= max(x.max(), 1e-8)
        elif scheme == "RGBTo01Normalization":
            x /= 255
    return out


def shape_without_zeros(manager, config, facts, channels):
    """The shape that a case gets whose resampled shape has an axis of length 0: 1 there. No other failure is known."""
    spacing = [float(facts["spacing"][a]) for a in manager.transpose_forward]
    target = ([spacing[0]] if len(config.spacing) == 2 else []) + list(config.spacing)
    shape = [round(s / t * n) for s, t, n in
             zip(spacing, target, facts["shape_after_cropping_and_before_resampling"])]
    assert 0 in shape, "nnU-Net failed for another reason"
    return [channels, *[max(1, n) for n in shape]]


def preprocess_entry(folder, name, what, plans, write, channels=1, ending=".nii.gz", stand_in=None, **extra):
    """`write(path, channel)` makes the input files. `stand_in` edits the plans that the real package gets, where it
    cannot read what the file says. extra: refused, mask_differs."""
    base = f"preprocess/{name}"
    inputs = [f"{base}/input_{c:04d}{ending}" for c in range(channels)]
    for c, relative in enumerate(inputs):
        write(folder.path(relative), c)
    (configuration,) = plans["configurations"]
    files = {f"input_{c}": f for c, f in enumerate(inputs)}
    files["plans"] = folder.json(f"{base}/plans.json", plans)
    dataset = {"channel_names": {str(c): f"c{c}" for c in range(channels)}, "labels": {"background": 0, "x": 1},
               "numTraining": 1, "file_ending": ending}
    files["dataset"] = folder.json(f"{base}/dataset.json", dataset)
    given = copy.deepcopy(plans)
    if stand_in:
        stand_in(given)
    manager = PlansManager(given)
    config = manager.get_configuration(configuration)
    params = {"configuration": configuration, "what": what, "reader": plans["image_reader_writer"], **extra}
    entry = {"part": "preprocess", "kind": "preprocess", "name": name, "files": files, "params": params,
             "tolerance": {}}
    folder.entries.append(entry)
    paths = [str(folder.out / f) for f in inputs]
    facts = {}
    try:
        with np.errstate(all="ignore"):
            raw, facts = manager.image_reader_writer_class().read_images(paths)
            data, seg, _ = DefaultPreprocessor(verbose=False).run_case_npy(raw, None, facts, manager, config, dataset)
    except Exception as failure:  # recorded: the entry says what Nidus does instead
        params["nnunet_error"] = f"{type(failure).__name__}: {failure}".splitlines()[0][:200]
        if "refused" not in extra:
            params["final_shape"] = shape_without_zeros(manager, config, facts, channels)
        return
    order = manager.transpose_forward
    spacing = [float(facts["spacing"][a]) for a in order]
    if "refused" in extra:
        params["nnunet_result"] = f"{int(np.isnan(data).sum())} of {data.size} voxels NaN"
        return
    assert np.isfinite(data).all() and data.dtype == np.float32, name
    target = ([spacing[0]] if len(config.spacing) == 2 else []) + list(config.spacing)
    box = tuple(slice(*b) for b in facts["bbox_used_for_cropping"])
    crop = raw.astype(np.float32).transpose(0, *[a + 1 for a in order])[(slice(None), *box)]
    kwargs = config.configuration["resampling_fn_data_kwargs"]
    default = False if config.configuration["resampling_fn_data"] == SPLINE else None
    separate, _ = determine_do_sep_z_and_axis(kwargs.get("force_separate_z", default), spacing, target)
    resampled = list(crop.shape[1:]) != list(data.shape[1:])
    from nnunetv2.preprocessing.cropping.cropping import create_nonzero_mask
    mask = np.where(create_nonzero_mask(crop), 0, -1)[None]
    exact = normalised64(crop, mask, config, manager.foreground_intensity_properties_per_channel)
    exact = np.asarray(config.resampling_fn_data(exact, list(data.shape[1:]), spacing, target))
    files["expected"] = folder.npy(f"{base}/expected.npy", data)
    if not extra.get("mask_differs"):
        files["expected_seg"] = folder.npy(f"{base}/expected_seg.npy", seg.astype(np.int8))
    files["properties"] = folder.json(f"{base}/properties.json", {
        "spacing_transposed": spacing, "shape_before_cropping": facts["shape_before_cropping"],
        "bbox_used_for_cropping": facts["bbox_used_for_cropping"],
        "shape_after_cropping_before_resampling": facts["shape_after_cropping_and_before_resampling"],
        "final_shape": list(data.shape), "separate_z": bool(separate) and resampled})
    allowed = [tolerance(float(np.abs(a - b).max()), b, 24) for a, b in zip(exact, data)]
    entry["tolerance"] = {"abs": max(allowed), "abs_per_channel": allowed, "seg_max_wrong_fraction": 0.001}


def listed_preprocess(folder, rng):
    z, ct, no, to01, rgb = SCHEMES
    one = lambda shape, spacing, make=texture, dtype=np.float32, **more: (
        lambda path, c: write_itk(path, as_type(make(rng, shape), dtype), spacing, **more))
    add = lambda name, what, plans, write, **more: preprocess_entry(folder, name, what, plans, write, **more)
    iso = (1.0, 1.0, 1.0)
    add("rgb_uint8", "RGBTo01", plans_of([rgb], [False], (1.0, 1.2, 0.9)), one((9, 14, 12), (1.1, 1, 1), dtype=np.uint8))
    add("rgb_out_of_range", "values above 255", plans_of([rgb], [False], iso),
        one((5, 6, 7), iso, dtype=np.int16), refused="IMG-015")
    add("rescale_constant", "RescaleTo01 of a constant image", plans_of([to01], [False], iso),
        lambda p, c: write_itk(p, np.full((6, 5, 4), 9, np.int16), (1.3, 1, 1)))
    add("ct_int16", "CT with a vendor's fill value", plans_of([ct], [False], (2.0, 1.1, 1.1)),
        one((12, 20, 18), (2.5, 0.9, 0.9), body, np.int16))
    add("masked_hole", "masked z-score; a hole inside, a tunnel outside", plans_of([z, z], [True, True], iso),
        one((18, 20, 22), (1.2, 0.9, 1.0), head, np.uint16), channels=2)
    add("one_masked_channel", "masked and plain z-score", plans_of([z, z, ct], [True, False, False], (1.4, 1.0, 0.8)),
        one((14, 20, 18), (1.2, 0.9, 1.0), head, np.int16), channels=3)
    add("float64", "voxels of 64 bits", plans_of([z], [False], iso),
        one((10, 12, 11), (1.3, 0.8, 1.1), dtype=np.float64))
    add("all_zero_masked", "nothing but zeros, masked", plans_of([z], [True], iso),
        lambda p, c: write_itk(p, np.zeros((5, 6, 7), np.int16), (1.3, 1, 1)))
    add("constant_ct", "a constant image, CT", plans_of([ct], [False], iso),
        lambda p, c: write_itk(p, np.full((5, 6, 7), -1000, np.int16), (1.3, 1, 0.7)))
    add("nan_nibabel", "NaN through NibabelIO", plans_of([z], [False], iso, reader="NibabelIO"),
        lambda p, c: write_nibabel(p, with_nan(texture(rng, (6, 7, 8))), (1.2, 1, 1)), refused="IMG-012")
    add("nan_itk", "NaN, which the NIfTI library of SimpleITK turns into 0", plans_of([z], [False], iso),
        one((6, 7, 8), (1.2, 1, 1), lambda r, s: with_nan(texture(r, s))), refused="IMG-012")
    add("infinite_nrrd", "infinite voxels in NRRD", plans_of([z], [False], iso),
        one((6, 7, 8), (1.2, 1, 1), lambda r, s: with_nan(texture(r, s), np.inf)), ending=".nrrd", refused="IMG-012")
    add("vanishing_axis", "0.4 voxels remain of one axis", plans_of([z], [False], (5.0, 1.0, 1.0)),
        one((2, 9, 8), (1.0, 1.2, 1.1)))
    add("null_spacing", "one axis keeps its spacing (stand-in: the number)", plans_of([z], [False], (None, 1.0, 1.0)),
        one((7, 9, 8), (2.5, 1.2, 1.1)), stand_in=lambda p: p["configurations"]["3d_fullres"].update(
            spacing=[2.5, 1.0, 1.0]))
    add("four_dimensional", "a NIfTI of four dimensions: channels for SimpleITKIO, refused here",
        plans_of([z, z], [False, False], iso), lambda p, c: write_nibabel_4d(p, rng), refused="IMG-002")
    add("huge_ratio", "40 mm slices onto 0.5 mm", plans_of([z], [False], (0.5, 1.0, 1.0)),
        one((3, 12, 13), (40.0, 1.1, 0.9)))
    add("tiny_target", "60 x 50 x 40 onto 2 x 3 x 2", plans_of([z], [False], (30.0, 19.0, 21.0)),
        one((60, 50, 40), iso, dtype=np.int16))
    add("single_row", "one voxel wide in two axes", plans_of([z], [False], (1.0, 1.0, 0.7)),
        one((1, 1, 30), (3.0, 2.0, 1.1)))
    add("single_voxel", "one voxel", plans_of([to01], [False], iso), one((1, 1, 1), iso))
    add("flat_2d_plan", "2-D plan, transposed", plans_of([z], [False], (0.8, 1.3), (2, 0, 1)),
        one((14, 16, 9), (1.0, 0.9, 2.2)))
    add("flat_2d_thick", "2-D plan, thick slices: separate axis", plans_of([z], [False], (0.8, 1.3)),
        one((9, 14, 16), (6.0, 0.9, 1.1)))
    add("no_kwargs", "kwargs without force_separate_z: then false for the spline",
        plans_of([z], [False], iso, kwargs={"is_seg": False, "order": 3, "order_z": 0}), one((6, 12, 13), (4.5, 1.2, 0.9)))
    add("torch_no_kwargs", "kwargs without force_separate_z: then null for torch",
        plans_of([z], [False], iso, fn=TORCH, kwargs={"is_seg": False}), one((6, 12, 13), (4.5, 1.2, 0.9)))
    add("torch_memefficient", "the mask is resampled in another way", plans_of([z], [True], iso, fn=TORCH, kwargs={
        "is_seg": False, "force_separate_z": False, "memefficient_seg_resampling": True}),
        one((12, 12, 13), (1.5, 1.2, 0.9), head), mask_differs=True)
    add("no_resampling", "no_resampling_hack", plans_of([z], [True], (0.4, 0.5, 0.6), fn=NONE, kwargs={}),
        one((12, 12, 13), (1.5, 1.2, 0.9), head))
    add("big_endian", "big endian, sform only", plans_of([z], [False], iso), lambda p, c: write_nibabel(
        p, as_type(texture(rng, (9, 8, 10)), np.int16), (1.2, 0.9, 1.1), axes(rng, 0), True), ending=".nii")
    add("slope_uint16", "slope and intercept", plans_of([z], [False], iso), lambda p, c: write_nibabel(
        p, as_type(texture(rng, (9, 8, 10)), np.uint16), (1.2, 0.9, 1.1), None, False, (0.37, -25.5)), ending=".nii")
    add("slope_uint8_nibabel", "slope and intercept, NibabelIO", plans_of([z], [False], iso, reader="NibabelIO"),
        lambda p, c: write_nibabel(p, as_type(texture(rng, (9, 8, 10)), np.uint8), (1.2, 0.9, 1.1), axes(rng, 0), True,
                                   (1.75, -3.0)), ending=".nii")


def with_nan(v, value=np.nan):
    v = v.astype(np.float32)
    v[2, 3, 4] = value
    return v


def write_nibabel_4d(path, rng):
    data = np.stack([texture(rng, (6, 7, 8)).transpose(2, 1, 0) for _ in range(2)], -1)
    nib.Nifti1Image(data.astype(np.float32), np.diag([1, 1, 1.2, 1])).to_filename(str(path))


def random_preprocess(folder, rng, i):
    channels = int(rng.integers(1, 4))
    schemes = [str(s) for s in rng.choice(SCHEMES[:4], channels)]
    masks = [s == SCHEMES[0] and bool(rng.integers(0, 2)) for s in schemes]
    shape = [int(s) for s in rng.integers(2, 34, 3)]
    spacing = np.round(rng.uniform(0.6, 2.2, 3), int(rng.integers(1, 5)))
    if rng.random() < 0.4:
        axis = int(rng.integers(0, 3))
        spacing[axis] = round(float(rng.uniform(3.2, 7)), 3)
        shape[axis] = int(rng.integers(1, 9))
    target = [float(s) for s in np.round(spacing * rng.uniform(0.55, 1.9, 3), 3)]
    if rng.random() < 0.2:
        target = target[1:]
    fn = [SPLINE, SPLINE, SPLINE, TORCH, NONE][rng.integers(0, 5)]
    force = [None, None, True, False][rng.integers(0, 4)]
    kwargs = {SPLINE: {"is_seg": False, "order": int(rng.choice([3, 3, 1, 0])), "order_z": int(rng.choice([0, 0, 1, 3])),
                       "force_separate_z": force},
              TORCH: {"is_seg": False, "force_separate_z": force, "memefficient_seg_resampling": False}, NONE: {}}[fn]
    reader = str(rng.choice(READERS))
    ending = ".nii.gz" if "Nibabel" in reader else str(rng.choice([".nii.gz", ".nii.gz", ".nrrd", ".mha"]))
    plans = plans_of(schemes, masks, target, [int(a) for a in rng.permutation(3)], reader, fn, kwargs)
    dtype = rng.choice([np.float32, np.float64, np.int16, np.uint16, np.int32, np.uint8])
    make = [texture, head, body][rng.integers(0, 3)]
    direction = axes(rng, float(rng.choice([0, 0, 12, 25])))
    origin = rng.uniform(-80, 80, 3)
    preprocess_entry(folder, f"random_{i:03d}", f"{make.__name__}, {np.dtype(dtype).name}, {fn}", plans,
                     lambda path, c: write_itk(path, as_type(make(rng, shape), dtype), spacing, direction, origin),
                     channels=channels, ending=ending)


# ------------------------------------------------------------------------------------------------- resampling

def resample_entry(folder, name, x, to, current, target, fn=SPLINE, what="", **kwargs):
    seg = kwargs.get("is_seg", False)
    if fn != NONE:
        kwargs.setdefault("is_seg", False)
    call = lambda v: np.asarray(FUNCTIONS[fn](v.copy(), list(to), list(current), list(target), **kwargs))
    y = call(x)
    noise = 0.0 if seg or fn != SPLINE else float(np.abs(y - call(x.astype(np.float64))).max())
    ulps = 48 if fn == TORCH else 16  # torch interpolates with weights of float32
    _, axis = determine_do_sep_z_and_axis(kwargs.get("force_separate_z", False if fn == SPLINE else None), current,
                                          target)
    allowed = {"abs": 0.0, "max_wrong_fraction": 0.001} if seg else \
        {"abs": 0.0 if fn == NONE or x.shape == y.shape and np.array_equal(x, y) else tolerance(noise, y, ulps)}
    base = f"resample/{name}"
    folder.entries.append({
        "part": "resample", "kind": "resample", "name": name,
        "files": {"input": folder.npy(f"{base}/input.npy", x), "output": folder.npy(f"{base}/output.npy", y)},
        "params": {"fn": fn, "kwargs": kwargs, "new_shape": list(to), "current_spacing": list(current),
                   "new_spacing": list(target), "axis": None if axis is None else int(axis), "what": what},
        "tolerance": allowed})


def noise(rng, shape, dtype=np.float32):
    x = np.stack([texture(rng, shape[1:], 0, 1) for _ in range(shape[0])]) + 0.2 * rng.standard_normal(shape)
    return x.astype(dtype)


def listed_resample(folder, rng):
    iso = [1.0, 1.0, 1.0]
    add = lambda name, shape, to, current, target, dtype=np.float32, **more: resample_entry(
        folder, name, noise(rng, shape, dtype), to, current, target, **more)
    for order in (0, 1, 3):
        add(f"order{order}_iso", (1, 11, 9, 14), [14, 12, 9], [1.2, 1.3, 0.7], iso, order=order, what="whole volume")
        for order_z in (0, 1, 3):
            add(f"order{order}_z{order_z}", (2, 5, 13, 9), [9, 17, 7], [5.0, 1.3, 0.8], [2.8, 1.0, 1.0], order=order,
                order_z=order_z, force_separate_z=None, what="separate axis")
    for axis in range(3):
        shape, to, spacing = [1, 14, 13, 12], [17, 15, 9], [1.1, 1.2, 0.9]
        shape[axis + 1], to[axis], spacing[axis] = 4, 4, 6.0
        add(f"separate{axis}_kept", shape, to, spacing, iso, force_separate_z=None, what="length of the axis stays")
        add(f"separate{axis}_float64", shape, [t + 2 for t in to], spacing, iso, np.float64, force_separate_z=None)
        add(f"torch_separate{axis}", shape, [t + 3 for t in to], spacing, iso, fn=TORCH, force_separate_z=None)
    add("default_force", (1, 4, 12, 11), [9, 14, 13], [5.0, 1.2, 1.1], iso, what="force_separate_z not given: false")
    add("torch_default_force", (1, 4, 12, 11), [9, 14, 13], [5.0, 1.2, 1.1], iso, fn=TORCH, what="not given: null")
    add("torch_extreme", (1, 40, 3, 30), [2, 50, 31], iso, iso, fn=TORCH, force_separate_z=False)
    add("extreme_up", (1, 2, 3, 2), [40, 31, 50], iso, iso)
    add("extreme_down", (1, 60, 50, 70), [1, 2, 3], iso, iso)
    add("one_voxel", (1, 1, 1, 1), [3, 4, 5], iso, iso)
    add("thin", (1, 1, 40, 1), [1, 33, 2], iso, iso)
    add("raw_hounsfield", (1, 12, 14, 13), [17, 12, 15], iso, iso)
    resample_entry(folder, "hounsfield", 1000 * noise(rng, (1, 12, 14, 13)), [17, 12, 15], iso, iso)
    resample_entry(folder, "constant", np.full((1, 5, 6, 7), 3.25, np.float32), [7, 9, 5], iso, iso)
    resample_entry(folder, "step", (np.arange(12) > 5)[None, :, None, None] * np.ones((1, 12, 9, 8), np.float32),
                   [19, 13, 11], iso, iso, what="overshoot is clipped")


def random_resample(folder, rng, i):
    shape = [int(rng.integers(1, 3)), *[int(s) for s in rng.integers(1, 36, 3)]]
    to = [max(1, int(round(s * rng.uniform(0.4, 2.2)))) for s in shape[1:]]
    spacing, target = [[float(v) for v in np.round(rng.uniform(0.5, 2.5, 3) * rng.choice([1, 1, 1, 3], 3), 3)]
                       for _ in range(2)]
    fn = [SPLINE, SPLINE, TORCH][rng.integers(0, 3)]
    kwargs = {"force_separate_z": [None, True, False][rng.integers(0, 3)]}
    if rng.random() < 0.2:
        labels = np.digitize(noise(rng, [1, *shape[1:]]), [-0.8, 0.6]).astype(np.int8) - 1
        return resample_entry(folder, f"random_{i:03d}", labels, to, spacing, target, fn, is_seg=True, **kwargs,
                              **({"order": 1, "order_z": 0} if fn == SPLINE else {}))
    if fn == SPLINE:
        kwargs |= {"order": int(rng.choice([3, 3, 1, 0])), "order_z": int(rng.choice([0, 0, 1, 3]))}
    dtype = np.float64 if fn == SPLINE and rng.random() < 0.25 else np.float32
    resample_entry(folder, f"random_{i:03d}", noise(rng, shape, dtype), to, spacing, target, fn, **kwargs)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--random", type=int, default=40, help="random cases of each kind")
    args = parser.parse_args()
    torch.set_num_threads(1)
    folder = Folder(args.out)
    listed_preprocess(folder, np.random.default_rng(args.seed))
    listed_resample(folder, np.random.default_rng(args.seed + 1))
    for i in range(args.random):
        random_preprocess(folder, np.random.default_rng([args.seed, 2, i]), i)
        random_resample(folder, np.random.default_rng([args.seed, 3, i]), i)
    folder.finish()
    print(len(folder.entries), "entries", file=sys.stderr)


if __name__ == "__main__":
    main()
