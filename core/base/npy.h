// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace nidus {

/// A .npy file: little endian, C order, format version 1. Numbers are widened to double (64-bit integers beyond 2^53
/// are refused).
struct NpyArray {
    std::string type; ///< "f4", "f8", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "b1"
    std::vector<std::int64_t> shape;
    std::vector<double> values;

    [[nodiscard]] std::vector<float> floats() const;
};

/// Throws Error BAS-004 for anything else than the above.
[[nodiscard]] NpyArray readNpy(const std::filesystem::path& path);

} // namespace nidus
