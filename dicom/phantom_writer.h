// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/imaging/phantom.h"

#include <cstdint>
#include <filesystem>

namespace nidus::dicom {

/// Writes the phantom as a classic MR series IM0001.dcm ... with whole headers into `folder`, acquired in that plane.
/// All UIDs follow from (seed, index, plane). The folder appears whole or not at all; one that exists is replaced.
/// Throws Error FIL-003, FIL-004.
void writePhantomSeries(const std::filesystem::path& folder, const Phantom& phantom, AcquisitionPlane plane,
                        std::uint64_t seed);

} // namespace nidus::dicom
