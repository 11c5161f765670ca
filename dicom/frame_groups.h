// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "dicom/dicom_header.h"

#include <optional>
#include <string>
#include <vector>

class DcmItem;
class DcmTagKey;

namespace nidus::dicom {

/// Text of an element with all its values, without blanks around it; empty when absent. Internal to dicom/.
[[nodiscard]] std::string textOf(DcmItem& data, const DcmTagKey& tag);
/// First value of a numeric element.
[[nodiscard]] std::optional<double> numberOf(DcmItem& data, const DcmTagKey& tag);

/// Each takes its attributes from a data set (classic image) or from the item of a functional group.
void readPlace(DcmItem& data, SliceHeader& slice);
void readMeasures(DcmItem& data, SliceHeader& slice);
void readRescale(DcmItem& data, SliceHeader& slice);
void readPhases(DcmItem& data, SliceHeader& slice);

/// The frames of an enhanced multi-frame image: per-frame functional groups, else the shared ones (PS3.3 C.7.6.16).
[[nodiscard]] std::vector<SliceHeader> enhancedSlices(DcmItem& data, const FileHeader& header);

} // namespace nidus::dicom
