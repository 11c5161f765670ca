// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/job.h"
#include "ui/settings/device_check.h"

#include <filesystem>

namespace nidus {

/// Runs `nidus-cli selftest` with this LibTorch on this device: a process can hold one LibTorch only, and one that does
/// not fit takes no window with it. Throws Error ENG-005 when nidus-cli is not beside this program.
[[nodiscard]] ui::DeviceReport checkDevice(const ui::DeviceChoice& choice, const JobControl& control);

/// Unpacks the libraries of an archive or wheel of LibTorch below the program's own data folder. Throws Error ENG-001
/// (there is no LibTorch in it) and those of extractMembers().
[[nodiscard]] std::filesystem::path unpackTorch(const std::filesystem::path& archive, const JobControl& control);

} // namespace nidus
