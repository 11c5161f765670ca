// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/project/series_reader.h"

#include <memory>

namespace nidus::dicom {

/// The reader for everything this build can read: DICOM where DCMTK is built in; NIfTI, NRRD and MetaImage where ITK
/// is.
[[nodiscard]] std::unique_ptr<SeriesReader> makeSeriesReader();

} // namespace nidus::dicom
