// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/imaging/volume.h"

#include <string>
#include <vector>

namespace nidus {

/// How array axes are brought to the order that the model saw (DESIGN.md section 6).
/// Plan: as the plan's reader class does (SimpleITKIO, NibabelIO: as stored; ...WithReorient: RAS); Stored: as the file
/// has them; Ras, Lps: axes permuted and flipped so that (x, y, z) increase towards right/anterior/superior or
/// left/posterior/superior.
enum class InputFrame { Plan, Stored, Ras, Lps };

[[nodiscard]] const char* inputFrameName(InputFrame frame) noexcept; ///< "plan", "stored", "ras", "lps"
/// Inverse of inputFrameName; throws Error IMG-010.
[[nodiscard]] InputFrame inputFrameFromName(const std::string& name);

/// Three letters for the direction of growing index along (x, y, z), for example "LPS"; the closest axis for oblique
/// volumes.
[[nodiscard]] std::string orientationOf(const Volume& volume);

/// The volume with its axes permuted and flipped (never interpolated) so that orientationOf() gives `letters`
/// ("RAS", "LPS"). Origin and directions follow, world positions of voxels stay. Equal to SimpleITK's DICOMOrient.
[[nodiscard]] Volume reoriented(Volume volume, const std::string& letters);

/// The channels of one case in the given frame, stacked as nnU-Net's reader does. `readerClass` is the plan's
/// image_reader_writer and matters for InputFrame::Plan only. Throws Error IMG-011 when shapes or spacings of the
/// channels differ, IMG-012 when a voxel is NaN or infinite (nnU-Net would make the whole channel NaN, or read 0).
[[nodiscard]] PlanImage stackChannels(std::vector<Volume> channels, InputFrame frame, const std::string& readerClass);

/// The way back for one channel: `framed` has the grid that stackChannels() gives `source`, the result the grid and
/// place of `source` itself, whose voxels are not looked at.
[[nodiscard]] Volume inSourceAxes(std::vector<float> framed, const Volume& source, InputFrame frame,
                                  const std::string& readerClass);

} // namespace nidus
