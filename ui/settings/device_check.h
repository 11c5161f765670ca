// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>

namespace nidus::ui {

/// Which LibTorch computes, and where.
struct DeviceChoice {
    std::filesystem::path torch; ///< folder of an unpacked LibTorch; empty: the built-in one
    std::string device = "cpu";  ///< "cpu", "cuda", "cuda:1"
    bool operator==(const DeviceChoice&) const = default;
};

/// What the self-test found with one choice.
struct DeviceReport {
    bool passed = false;
    std::string library; ///< version of LibTorch
    std::string text;    ///< what failed, in a sentence with its code; empty: nothing
};

} // namespace nidus::ui
