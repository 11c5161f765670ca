#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The project's own golden data: what the real nnU-Net makes of small self-made phantoms. Writes tests/data/golden/.

    python3 -m venv V && V/bin/pip install nnunetv2==2.8.1
    V/bin/python tests/tools/make_golden_phantoms.py [--out tests/data/golden] [--seed 20]

Made with the package versions that index.json names; seed 20. Every image is drawn here from random numbers, every network has
random weights, so nothing in the folder comes from a patient or from another project. Inputs, outputs and tolerances are listed in
index.json, in the format that tests/golden/golden_row.h reads: (kind, name) with files, parameters and tolerance.
Tolerances: ten times the measured rounding noise, at least 16 to 64 float32 units in the last place of the value range.
"""
import argparse
import copy
import importlib.metadata
import json
import os
import shutil
import sys
import tempfile
from pathlib import Path

SEED = 20
CONFIGURATION = "3d_fullres"
PACKAGES = ("nnunetv2", "dynamic-network-architectures", "batchgenerators", "acvl-utils", "torch", "numpy", "scipy", "scikit-image",
            "SimpleITK", "nibabel")

# nnU-Net reads its folders when it is imported; relative ones keep this machine's paths out of every file.
for _name in ("nnUNet_raw", "nnUNet_preprocessed", "nnUNet_results"):
    os.environ[_name] = _name

import numpy as np  # noqa: E402
import SimpleITK as sitk  # noqa: E402
import torch  # noqa: E402


class Folder:
    """Everything that is written goes through here; paths in index.json are relative."""

    def __init__(self, root):
        self.root = root
        self.entries = []

    def path(self, relative):
        path = self.root / relative
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    def array(self, relative, values):
        np.save(self.path(relative), np.ascontiguousarray(values))
        return relative

    def json(self, relative, value):
        self.path(relative).write_text(json.dumps(value, indent=1, allow_nan=False) + "\n")
        return relative

    def add(self, part, kind, name, files, params, tolerance):
        self.entries.append(dict(part=part, kind=kind, name=name, files=files, params=params, tolerance=tolerance))

    def write_index(self, seed):
        versions = {package: importlib.metadata.version(package) for package in PACKAGES}
        versions["python"] = sys.version.split()[0]
        rows = ",\n".join("  " + json.dumps(entry, allow_nan=False) for entry in self.entries)
        head = json.dumps({"schema": 1, "seed": seed, "versions": versions}, indent=1)
        self.path("index.json").write_text(head[:-2] + ',\n "entries": [\n' + rows + "\n ]\n}\n")


def largest_difference(a, b):
    return float(np.max(np.abs(np.asarray(a, np.float64) - np.asarray(b, np.float64)), initial=0))


def tolerance(noise, values, units):
    reach = float(np.max(np.abs(values), initial=0))
    allowed = max(10 * noise, units * float(np.finfo(np.float32).eps) * reach)
    return {"abs": float(f"{allowed:.3g}"), "measured_noise": float(f"{noise:.3g}"), "value_range": float(f"{reach:.6g}")}


# ---- phantoms and plans -----------------------------------------------------------------------------------------------------------
def body(rng, shape, inside, outside=0.0, margin=0):
    """An ellipsoid of texture in a constant surrounding, int16, axes z, y, x."""
    axes = [np.linspace(-1, 1, n) for n in shape]
    radius = sum(axis.reshape([-1 if i == a else 1 for i in range(3)]) ** 2 for a, axis in enumerate(axes))
    values = np.where(radius < 0.95, inside + 60 * rng.standard_normal(shape), outside)
    if margin:
        values[:, :margin] = outside
        values[:, :, -margin:] = outside
    return np.rint(values).astype(np.int16)


def image(values, spacing_xyz, direction=(1, 0, 0, 0, 1, 0, 0, 0, 1)):
    result = sitk.GetImageFromArray(values)
    result.SetSpacing(spacing_xyz)
    result.SetDirection(direction)
    return result


def architecture(kind, channels_last=8):
    """A network of two stages with as few weights as the real classes allow."""
    blocks = {"n_blocks_per_stage": [1, 2]} if kind == "ResidualEncoderUNet" else {"n_conv_per_stage": [2, 1]}
    return {"network_class_name": f"dynamic_network_architectures.architectures.unet.{kind}",
            "arch_kwargs": {"n_stages": 2, "features_per_stage": [4, channels_last], "conv_op": "torch.nn.modules.conv.Conv3d",
                            "kernel_sizes": [[1, 3, 3], [3, 3, 3]], "strides": [[1, 1, 1], [1, 2, 2]], **blocks,
                            "n_conv_per_stage_decoder": [1], "conv_bias": True,
                            "norm_op": "torch.nn.modules.instancenorm.InstanceNorm3d", "norm_op_kwargs": {"eps": 1e-05, "affine": True},
                            "dropout_op": None, "dropout_op_kwargs": None, "nonlin": "torch.nn.LeakyReLU",
                            "nonlin_kwargs": {"inplace": True}},
            "_kw_requires_import": ["conv_op", "norm_op", "dropout_op", "nonlin"]}


def plans(spacing, schemes=("ZScoreNormalization",), masked=(False,), transpose=(0, 1, 2), reader="SimpleITKIO",
          network="PlainConvUNet", intensity=None):
    default = {"mean": 120.0, "std": 80.0, "median": 110.0, "min": -900.0, "max": 900.0, "percentile_00_5": -150.0,
               "percentile_99_5": 240.0}
    resampling = "resample_data_or_seg_to_shape"
    image_kwargs = {"is_seg": False, "order": 3, "order_z": 0, "force_separate_z": None}
    label_kwargs = {"is_seg": True, "order": 1, "order_z": 0, "force_separate_z": None}
    configuration = {
        "data_identifier": "nnUNetPlans_3d_fullres", "preprocessor_name": "DefaultPreprocessor", "batch_size": 2,
        "patch_size": [4, 8, 8], "median_image_size_in_voxels": [6.0, 10.0, 10.0], "spacing": list(spacing),
        "normalization_schemes": list(schemes), "use_mask_for_norm": list(masked),
        "resampling_fn_data": resampling, "resampling_fn_seg": resampling, "resampling_fn_data_kwargs": image_kwargs,
        "resampling_fn_seg_kwargs": label_kwargs, "resampling_fn_probabilities": resampling,
        "resampling_fn_probabilities_kwargs": dict(image_kwargs, order=1), "architecture": architecture(network), "batch_dice": False}
    return {"dataset_name": "Dataset901_GoldenPhantoms", "plans_name": "nnUNetPlans",
            "original_median_spacing_after_transp": list(spacing), "original_median_shape_after_transp": [6, 10, 10],
            "image_reader_writer": reader, "transpose_forward": list(transpose),
            "transpose_backward": [int(a) for a in np.argsort(transpose)], "configurations": {CONFIGURATION: configuration},
            "experiment_planner_used": "ExperimentPlanner", "label_manager": "LabelManager",
            "foreground_intensity_properties_per_channel": {str(c): intensity or default for c in range(len(schemes))}}


def dataset(channels):
    return {"channel_names": {str(c): f"channel{c}" for c in range(channels)}, "labels": {"background": 0, "lesion": 1},
            "numTraining": 1, "file_ending": ".nii.gz"}


# ---- preprocessing ----------------------------------------------------------------------------------------------------------------
def preprocess_cases(rng):
    turned = (0, 0, -1, 1, 0, 0, 0, -1, 0)
    slanted = (0.8, -0.6, 0, 0.6, 0.8, 0, 0, 0, 1)
    two = dict(schemes=("ZScoreNormalization",) * 2, masked=(True, True), transpose=(1, 0, 2))
    hollow = body(rng, (10, 5, 11), 300, margin=1)
    hollow[4:6, 2, 4:6] = 0
    return [
        ("iso_up", plans((1.0, 1.0, 1.0)), [image(body(rng, (8, 9, 7), 200, 20), (1.3, 1.25, 1.4))]),
        ("separate_axis", plans((2.2, 0.8, 0.8)), [image(body(rng, (5, 12, 11), 200, 20), (0.9, 1.0, 4.4))]),
        ("masked_two_channels", plans((3.0, 0.9, 1.0), **two),
         [image(hollow, (1.1, 4.0, 1.0)), image(body(rng, (10, 5, 11), 500, margin=1), (1.1, 4.0, 1.0))]),
        ("ct_slanted", plans((1.5, 1.0, 1.0), schemes=("CTNormalization",)),
         [image(body(rng, (7, 9, 10), 40, -1000), (1.2, 0.9, 1.5), slanted)]),
        ("sagittal_to_ras", plans((1.0, 1.2, 1.0), reader="SimpleITKIOWithReorient"),
         [image(body(rng, (6, 9, 8), 200, 20), (1.0, 1.1, 1.3), turned)]),
        ("rescale_and_none", plans((1.0, 1.0, 1.0), schemes=("RescaleTo01Normalization", "NoNormalization"), masked=(False, False)),
         [image(body(rng, (6, 8, 7), 200, 20), (1.2, 0.8, 1.1)), image(body(rng, (6, 8, 7), 100, 5), (1.2, 0.8, 1.1))]),
    ]


def in_double(data, segmentation, configuration, intensities):
    """nnU-Net's normalisation with double statistics: only to see how large honest rounding differences are."""
    result = data.astype(np.float64)
    for channel, values in enumerate(result):
        scheme, properties = configuration.normalization_schemes[channel], intensities[str(channel)]
        if scheme == "ZScoreNormalization":
            region = segmentation[0] >= 0 if configuration.use_mask_for_norm[channel] else np.ones(values.shape, bool)
            values[region] = (values[region] - values[region].mean()) / max(values[region].std(), 1e-8)
        elif scheme == "CTNormalization":
            np.clip(values, properties["percentile_00_5"], properties["percentile_99_5"], out=values)
            values -= properties["mean"]
            values /= properties["std"]
        elif scheme == "RescaleTo01Normalization":
            values -= values.min()
            values /= values.max()
    return result


def preprocess(folder, name, plan, images):
    from nnunetv2.preprocessing.cropping.cropping import crop_to_nonzero
    from nnunetv2.preprocessing.preprocessors.default_preprocessor import DefaultPreprocessor
    from nnunetv2.preprocessing.resampling.default_resampling import determine_do_sep_z_and_axis
    from nnunetv2.utilities.plans_handling.plans_handler import PlansManager
    base = f"preprocess/{name}"
    files = {f"input_{c}": f"{base}/input_{c:04d}.nii.gz" for c in range(len(images))}
    for relative, value in zip(files.values(), images):
        sitk.WriteImage(value, str(folder.path(relative)), True)
    paths = [str(folder.path(relative)) for relative in files.values()]
    manager = PlansManager(copy.deepcopy(plan))
    configuration = manager.get_configuration(CONFIGURATION)
    data, segmentation, properties = DefaultPreprocessor(verbose=False).run_case(paths, None, manager, configuration,
                                                                                 dataset(len(images)))
    raw, reader_properties = manager.image_reader_writer_class().read_images(paths)
    order = manager.transpose_forward
    spacing = [float(reader_properties["spacing"][axis]) for axis in order]
    cropped, crop_labels, _ = crop_to_nonzero(raw.astype(np.float32).transpose([0, *[axis + 1 for axis in order]]))
    target = list(configuration.spacing)
    double = in_double(cropped, crop_labels, configuration, manager.foreground_intensity_properties_per_channel)
    double = np.asarray(configuration.resampling_fn_data(double, list(data.shape[1:]), spacing, target))
    after = [int(n) for n in properties["shape_after_cropping_and_before_resampling"]]
    separate, _ = determine_do_sep_z_and_axis(None, spacing, target)
    facts = {"shape_before_cropping": [int(n) for n in properties["shape_before_cropping"]],
             "bbox_used_for_cropping": [[int(n) for n in box] for box in properties["bbox_used_for_cropping"]],
             "shape_after_cropping_before_resampling": after, "spacing_transposed": spacing,
             "separate_z": bool(separate) and after != list(data.shape[1:]), "final_shape": list(data.shape)}
    files |= {"plans": folder.json(f"{base}/plans.json", plan), "dataset": folder.json(f"{base}/dataset.json", dataset(len(images))),
              "properties": folder.json(f"{base}/properties.json", facts), "expected": folder.array(f"{base}/expected.npy", data),
              "expected_seg": folder.array(f"{base}/expected_seg.npy", segmentation.astype(np.int8))}
    allowed = tolerance(largest_difference(double, data), data, 24)
    allowed["abs_per_channel"] = [tolerance(largest_difference(a, b), b, 24)["abs"] for a, b in zip(double, data)]
    allowed["seg_max_wrong_fraction"] = 0.001
    folder.add("preprocess", "preprocess", name, files,
               {"configuration": CONFIGURATION, "reader": plan["image_reader_writer"], "final_shape": facts["final_shape"]}, allowed)


# ---- resampling -------------------------------------------------------------------------------------------------------------------
def resample_cases(rng):
    spline, automatic = "resample_data_or_seg_to_shape", {"is_seg": False, "order": 3, "order_z": 0, "force_separate_z": None}
    noise = lambda *shape: rng.standard_normal(shape).astype(np.float32)  # noqa: E731
    labels = rng.integers(-1, 3, (1, 6, 7, 5)).astype(np.int8)
    return [
        ("shrink", spline, automatic, noise(1, 12, 9, 10), [6, 7, 5], [1.0, 1.0, 1.0], [2.0, 1.3, 2.0]),
        ("separate_axis_1", spline, automatic, noise(2, 8, 4, 9), [6, 7, 12], [0.7, 4.0, 1.4], [0.9, 2.3, 1.05]),
        ("spline_along_axis", spline, dict(automatic, order_z=3), noise(1, 5, 8, 7), [9, 6, 9], [5.0, 1.0, 1.0], [2.8, 1.3, 0.8]),
        ("double", spline, automatic, rng.standard_normal((1, 5, 6, 7)), [8, 7, 4], [1.6, 1.1, 0.6], [1.0, 1.0, 1.0]),
        ("labels", spline, dict(automatic, is_seg=True, order=1), labels, [9, 5, 8], [1.5, 0.7, 1.6], [1.0, 1.0, 1.0]),
        ("torch", "resample_torch_fornnunet", {"is_seg": False, "force_separate_z": None}, noise(1, 4, 9, 8), [9, 7, 11],
         [5.0, 1.0, 1.4], [2.2, 1.3, 1.0]),
    ]


def resample(folder, name, function_name, kwargs, values, new_shape, spacing, new_spacing):
    from nnunetv2.preprocessing.resampling.default_resampling import determine_do_sep_z_and_axis, resample_data_or_seg_to_shape
    from nnunetv2.preprocessing.resampling.resample_torch import resample_torch_fornnunet
    function = {f.__name__: f for f in (resample_data_or_seg_to_shape, resample_torch_fornnunet)}[function_name]
    result = np.asarray(function(values.copy(), new_shape, spacing, new_spacing, **kwargs))
    _, axis = determine_do_sep_z_and_axis(kwargs["force_separate_z"], spacing, new_spacing)
    if kwargs["is_seg"]:
        allowed = {"abs": 0.0, "max_wrong_fraction": 0.001}
    elif function_name == "resample_torch_fornnunet":
        allowed = tolerance(0, result, 64)  # weights in float32
    elif values.dtype == np.float64:
        allowed = tolerance(0, result, 1e-4)
    else:
        double = function(values.astype(np.float64), new_shape, spacing, new_spacing, **kwargs)
        allowed = tolerance(largest_difference(double, result), result, 16)
    files = {"input": folder.array(f"resample/{name}/input.npy", values), "output": folder.array(f"resample/{name}/output.npy", result)}
    folder.add("resample", "resample", name, files,
               {"fn": function_name, "kwargs": kwargs, "new_shape": new_shape, "current_spacing": spacing, "new_spacing": new_spacing,
                "axis": None if axis is None else int(axis)}, allowed)


# ---- padding ----------------------------------------------------------------------------------------------------------------------
def padding(folder):
    from acvl_utils.cropping_and_padding.padding import pad_nd_image
    rows = []
    for size, patch in ((7, 12), (8, 13), (1, 6), (12, 12), (15, 12), (30, 31), (23, 64)):
        _, (revert,) = pad_nd_image(np.ones((size,)), (patch,), return_slicer=True)
        rows.append({"size": size, "patch": patch, "below": int(revert.start), "above": int(max(size, patch) - revert.stop)})
    folder.add("augment", "geometry", "inference_padding", {"facts": folder.json("geometry/inference_padding.json", {"rows": rows})},
               {}, {})


# ---- networks ---------------------------------------------------------------------------------------------------------------------
def write_model(folder, name, kind, seed):
    """A checkpoint as nnUNetTrainer.save_checkpoint writes it, of an untrained network with random weights everywhere."""
    from nnunetv2.utilities.get_network_from_plans import get_network_from_plans
    plan = plans((1.0, 1.0, 1.0), network=kind)
    described = plan["configurations"][CONFIGURATION]["architecture"]
    torch.manual_seed(seed)
    network = get_network_from_plans(described["network_class_name"], described["arch_kwargs"], described["_kw_requires_import"], 1, 2,
                                     deep_supervision=False).eval()
    with torch.no_grad():  # scales of 1 and shifts of 0 would hide a wrong order of layers
        for key, parameter in network.named_parameters():
            if parameter.ndim == 1:
                parameter.copy_(torch.randn(parameter.shape) * 0.4 + (1.0 if "norm" in key and key.endswith("weight") else 0.0))
    tree = f"models/{name}/Dataset901_GoldenPhantoms/nnUNetTrainer__nnUNetPlans__{CONFIGURATION}"
    folder.json(f"{tree}/plans.json", plan)
    folder.json(f"{tree}/dataset.json", dataset(1))
    optimizer = torch.optim.SGD(network.parameters(), 1e-2, weight_decay=3e-5, momentum=0.99, nesterov=True)
    checkpoint = {"network_weights": network.state_dict(), "optimizer_state": optimizer.state_dict(), "grad_scaler_state": None,
                  "logging": {"train_losses": [], "val_losses": []}, "_best_ema": np.float32(0), "current_epoch": 0,
                  "init_args": {"plans": plan, "configuration": CONFIGURATION, "fold": 0, "dataset_json": dataset(1)},
                  "trainer_name": "nnUNetTrainer", "inference_allowed_mirroring_axes": (0, 1, 2)}
    relative = f"{tree}/fold_0/checkpoint_final.pth"
    torch.save(checkpoint, folder.path(relative))
    return relative, network


def smooth_input(rng, shape):
    values = rng.standard_normal(shape)
    for axis in range(2, values.ndim):
        values = (values + np.roll(values, 1, axis)) / np.sqrt(2)
    return torch.from_numpy(values.astype(np.float32))


def channel_statistics(values):
    """Of each sample and channel; none for what is pooled already."""
    values, axes = values.numpy().astype(np.float64), tuple(range(2, values.ndim))
    if not axes:
        return {}
    return {"stats_nc": {key: getattr(values, key)(axes).tolist() for key in ("mean", "std", "min", "max")}}


def forward(folder, name, checkpoint, network, x):
    with torch.no_grad():
        stages = network.encoder(x)
        exact_network = copy.deepcopy(network).double()
        double = exact_network.encoder(x.double())
        logits, exact_logits = network.decoder(stages), exact_network.decoder(double)
    results = [(f"stage_{i}", a, b) for i, (a, b) in enumerate(zip(stages, double))]
    results.append(("pooled", stages[-1].mean((2, 3, 4)), double[-1].mean((2, 3, 4))))
    results.append(("logits", logits, exact_logits))
    files = {"input": folder.array(f"forward/{name}/input.npy", x.numpy())}
    outputs = []
    for key, single, exact in results:
        files[key] = folder.array(f"forward/{name}/{key}.npy", single.numpy())
        outputs.append({"name": key, "shape": list(single.shape), "stored": "full", **channel_statistics(single),
                        "tolerance": tolerance(largest_difference(single, exact), single.numpy(), 32)})
    worst = max((row["tolerance"] for row in outputs), key=lambda row: row["abs"])
    folder.add("forward", "forward", name, files,
               {"model": name, "checkpoint": checkpoint, "input_shape": list(x.shape), "mode": "eval", "outputs": outputs}, worst)


def gradient(folder, name, checkpoint, network, x):
    prefix = "encoder.stages.0.0.convs.0.all_modules"
    wanted = {"first_conv": f"{prefix}.0.weight", "first_norm": f"{prefix}.1.weight",
              "last_conv": "encoder.stages.1.0.convs.0.all_modules.0.weight"}
    channels = network.encoder.output_channels[-1]

    def gradients(net, values, weights):
        net.zero_grad(set_to_none=True)
        (net.encoder(values)[-1].mean((2, 3, 4)) * weights).sum().backward()
        parameters = dict(net.named_parameters(remove_duplicate=False))
        return {key: parameters[key].grad.numpy().copy() for key in wanted.values()}

    files = {"input": folder.array(f"forward/{name}/input.npy", x.numpy())}
    outputs = []
    for tag, weights in (("sum", torch.ones(channels)), ("weighted", torch.linspace(-1, 1, channels))):
        single = gradients(network, x, weights)
        exact = gradients(copy.deepcopy(network).double(), x.double(), weights.double())
        for role, key in wanted.items():
            files[f"{tag}_{role}"] = folder.array(f"forward/{name}/{tag}_{role}.npy", single[key])
            outputs.append({"name": f"{tag}_{role}", "parameter": key, "shape": list(single[key].shape),
                            "tolerance": tolerance(largest_difference(single[key], exact[key]), single[key], 64)})
    worst = max((row["tolerance"] for row in outputs), key=lambda row: row["abs"])
    folder.add("forward", "gradient", name, files,
               {"model": name.removeprefix("gradient_"), "checkpoint": checkpoint, "input_shape": list(x.shape), "outputs": outputs,
                "loss": {"sum": "sum over batch and channels of mean over space of the last encoder stage",
                         "weighted": "same, channel c times linspace(-1, 1, C)[c]"}}, worst)


# ---- training ---------------------------------------------------------------------------------------------------------------------
def training_curve(folder, name, checkpoint, network, cases, labels, head, steps=50, compared=20):
    """Losses of plain SGD on encoder and head, as nnU-Net configures it; each step sees all cases, so that order does not matter."""
    rate, momentum, decay, clip = 1e-2, 0.99, 3e-5, 12.0
    weight, bias = head

    def losses(double):
        kind = torch.float64 if double else torch.float32
        encoder = copy.deepcopy(network.encoder).to(kind)
        w, b = (torch.nn.Parameter(torch.from_numpy(t).to(kind, copy=True)) for t in (weight, bias))
        parameters = [*encoder.parameters(), w, b]
        optimizer = torch.optim.SGD(parameters, rate, momentum=momentum, weight_decay=decay, nesterov=True)
        curve = []
        for step in range(steps):
            for group in optimizer.param_groups:
                group["lr"] = rate * (1 - step / steps) ** 0.9
            optimizer.zero_grad()
            total = 0.0
            for case, label in zip(cases, labels):
                features = encoder(torch.from_numpy(case)[None].to(kind))[-1].mean((2, 3, 4))
                loss = torch.nn.functional.cross_entropy(features @ w.T + b, torch.tensor([label]))
                (loss / len(cases)).backward()
                total += loss.item()
            torch.nn.utils.clip_grad_norm_(parameters, clip)
            optimizer.step()
            curve.append(total / len(cases))
        return curve

    single, exact = losses(False), losses(True)
    noise = max(abs(a - b) / abs(b) for a, b in zip(single[:compared], exact[:compared]))
    files = {f"case_{i}": folder.array(f"training/{name}/case_{i}.npy", case) for i, case in enumerate(cases)}
    files["head_weight"] = folder.array(f"training/{name}/head_weight.npy", weight)
    files["head_bias"] = folder.array(f"training/{name}/head_bias.npy", bias)
    folder.add("training", "training_curve", name, files,
               {"checkpoint": checkpoint, "labels": labels, "classes": int(weight.shape[0]), "steps": steps, "initial_lr": rate,
                "momentum": momentum, "weight_decay": decay, "clip": clip, "losses": single},
               {"rel": 1e-4, "steps": compared, "measured_noise": noise})


def random_head(rng, classes, features):
    return (rng.standard_normal((classes, features)) * 0.1).astype(np.float32), np.zeros(classes, np.float32)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=Path(__file__).resolve().parents[1] / "data" / "golden")
    parser.add_argument("--seed", type=int, default=SEED)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    rng = np.random.default_rng(arguments.seed)
    out = arguments.out.resolve()
    shutil.rmtree(out, ignore_errors=True)
    folder = Folder(out)
    with tempfile.TemporaryDirectory() as work:
        os.chdir(work)
        for case in preprocess_cases(rng):
            preprocess(folder, *case)
        for case in resample_cases(rng):
            resample(folder, *case)
        padding(folder)
        plain, plain_network = write_model(folder, "tiny_plain", "PlainConvUNet", arguments.seed)
        residual, residual_network = write_model(folder, "tiny_residual", "ResidualEncoderUNet", arguments.seed + 1)
        forward(folder, "tiny_plain", plain, plain_network, smooth_input(rng, (2, 1, 4, 6, 8)))
        forward(folder, "tiny_residual", residual, residual_network, smooth_input(rng, (1, 1, 4, 8, 6)))
        gradient(folder, "gradient_tiny_plain", plain, plain_network, smooth_input(rng, (1, 1, 4, 6, 6)))
        for name, checkpoint, network in (("tiny_plain", plain, plain_network), ("tiny_residual", residual, residual_network)):
            cases = [smooth_input(rng, (1, 1, 4, 8, 8))[0].numpy() for _ in range(4)]
            head = random_head(rng, 2, network.encoder.output_channels[-1])
            training_curve(folder, f"sgd_{name}", checkpoint, network, cases, [0, 1, 1, 0], head)
        os.chdir(out)
    folder.write_index(arguments.seed)
    print(f"{len(folder.entries)} entries, {sum(f.stat().st_size for f in out.rglob('*') if f.is_file())} bytes in {out}")


if __name__ == "__main__":
    main()
