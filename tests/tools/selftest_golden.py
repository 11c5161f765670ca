#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Expected values of the self-test's golden forward passes, from nnU-Net's own network classes.

    pip install nnunetv2 && python3 selftest_golden.py > ../../core/model/self_test_expected.h

Draws the same weights and input as core/model/self_test.cpp (the generator of core/base/random.cpp is written again
here), runs dynamic_network_architectures' encoders in float64 and prints a few numbers of every stage.
Made with dynamic-network-architectures 0.4.4 and torch 2.14.1.
"""
import math

import numpy as np
import torch
from dynamic_network_architectures.building_blocks.plain_conv_encoder import PlainConvEncoder
from dynamic_network_architectures.building_blocks.residual_encoders import ResidualEncoder

INITIALISATION, PHANTOM = 5, 6
M64, M32 = (1 << 64) - 1, (1 << 32) - 1


def splitmix64(x):
    x = (x + 0x9E3779B97F4A7C15) & M64
    x = ((x ^ (x >> 30)) * 0xBF58476D1CE4E5B9) & M64
    x = ((x ^ (x >> 27)) * 0x94D049BB133111EB) & M64
    return x ^ (x >> 31)


class Random:
    """Philox4x32-10 keyed as nidus::Random is."""

    def __init__(self, seed, purpose, layer=0):
        chain = splitmix64(seed)
        for word in (purpose, 0, 0, 0):  # fold, epoch, case
            chain = splitmix64(chain ^ word)
        self.key = (chain & M32, chain >> 32)
        for word in (0, layer):  # view, layer
            chain = splitmix64(chain ^ word)
        self.upper = (chain & M32, chain >> 32)
        self.counter, self.block, self.spare = 0, [], None

    def bits(self):
        if not self.block:
            c, k = [self.counter & M32, self.counter >> 32, *self.upper], list(self.key)
            for _ in range(10):
                a, b = 0xD2511F53 * c[0], 0xCD9E8D57 * c[2]
                c = [(b >> 32) ^ c[1] ^ k[0], b & M32, (a >> 32) ^ c[3] ^ k[1], a & M32]
                k = [(k[0] + 0x9E3779B9) & M32, (k[1] + 0xBB67AE85) & M32]
            self.counter += 1
            self.block = c
        return self.block.pop(0)

    def uniform(self):
        high, low = self.bits() >> 5, self.bits() >> 6
        return ((high << 26) | low) * 2.0 ** -53

    def normal(self):
        if self.spare is not None:
            value, self.spare = self.spare, None
            return value
        radius, angle = math.sqrt(-2 * math.log(1 - self.uniform())), 2 * math.pi * self.uniform()
        self.spare = radius * math.sin(angle)
        return radius * math.cos(angle)



def set_weights(encoder):
    with torch.no_grad():
        index = 0
        for name, tensor in encoder.state_dict().items():
            if ".all_modules." in name:  # an alias of conv or norm
                continue
            random = Random(2024, INITIALISATION, index)
            index += 1
            spread = 1 / math.sqrt(tensor[0].numel()) if name.endswith("conv.weight") else 0.3
            centre = 1.0 if name.endswith("norm.weight") else 0.0
            values = [centre + spread * random.normal() for _ in range(tensor.numel())]
            tensor.copy_(torch.tensor(values, dtype=torch.float32).reshape(tensor.shape))


def summary(output):
    v = output.numpy().ravel()
    return [v.mean(), math.sqrt((v * v).mean()), *(v[len(v) * k // 7] for k in (1, 3, 5))]


def stages(encoder_class, counts, **more):
    encoder = encoder_class(1, 3, [4, 6, 8], torch.nn.Conv3d, [[1, 3, 3], [3, 3, 3], [3, 3, 3]],
                            [[1, 1, 1], [1, 2, 2], [2, 2, 2]], counts, True, torch.nn.InstanceNorm3d,
                            {"eps": 1e-5, "affine": True}, None, None, torch.nn.LeakyReLU, {"inplace": True},
                            return_skips=True, **more)
    set_weights(encoder)
    random = Random(2025, PHANTOM)
    x = np.array([random.normal() for _ in range(6 * 16 * 12)], np.float32).reshape(1, 1, 6, 16, 12)
    with torch.no_grad():
        return [summary(s) for s in encoder.double()(torch.from_numpy(x).double())]


def main():
    print("// SPDX-License-Identifier: Apache-2.0\n#pragma once\n\n"
          "// Made by tests/tools/selftest_golden.py from nnU-Net's own network classes.\n\n#include <array>\n\n"
          "namespace nidus {\n\n"
          "/// Of each stage's output: mean, root mean square, and the elements at 1/7, 3/7 and 5/7 of the array.\n"
          "using StageSummary = std::array<double, 5>;")
    for name, result in (("Plain", stages(PlainConvEncoder, [1, 2, 2])),
                         ("Residual", stages(ResidualEncoder, [1, 2, 2], stem_channels=4))):
        print(f"\ninline constexpr std::array<StageSummary, 3> kExpected{name}{{{{")
        for row in result:
            print("    {{" + ", ".join(f"{v:.9f}" for v in row) + "}},")
        print("}};")
    print("\n} // namespace nidus")


if __name__ == "__main__":
    main()
