// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/project/series_reader.h"

#include <cstddef>
#include <string>
#include <vector>

namespace nidus {

/// Which series of a patient is the one that matters.
struct SeriesRule {
    std::string modality;       ///< "CT", or the format of files that do not say ("NIfTI"); empty: any
    std::string words;          ///< the description contains one of these, "lung|chest"; empty: any description
    double maxSliceSpacing = 0; ///< mm between slices; 0: any
};

/// Who has how many series that a rule picks.
struct RuleOutcome {
    std::vector<std::size_t> chosen; ///< positions in the list of series, one per patient in `one` and in `several`
    int one = 0;                     ///< patients with a single best series
    int none = 0;                    ///< patients of whom no series fits
    int several = 0;                 ///< patients with equals at the top; the first of them is chosen
};

/// Who the images belong to, as far as the files say: patient id, else examination, else the file itself.
[[nodiscard]] std::string patientKeyOf(const SeriesInfo& series);

/// One series for each patient: of those that fit the rule the one with the thinnest slices, then with the most. Series
/// that are blocked, or that the policy does not offer (DCM-001, DCM-014), count as not there. Letter case of ASCII
/// letters does not matter.
[[nodiscard]] RuleOutcome chooseOnePerPatient(const std::vector<SeriesInfo>& series, const SeriesRule& rule);

} // namespace nidus
