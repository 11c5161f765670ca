// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/project/series_reader.h"

#include <cstddef>
#include <string>
#include <vector>

namespace nidus {

/// Which series of a patient is the one that matters.
struct SeriesRule {
    std::string modality; ///< "CT", or the format of files that do not say ("NIfTI"); empty: any
    /// The description contains one of these, and none with a minus: "lung|chest|-scout"; empty: any description. Files
    /// that hold no description are known by their names.
    std::string words;
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

/// Who has an image for each channel.
struct ChannelOutcome {
    struct Choice {
        std::size_t series = 0; ///< position in the list of series
        std::string caseKey;
        int channel = 0;
    };
    std::vector<Choice> chosen; ///< of one complete examination per patient
    int complete = 0;           ///< patients with an image for each channel
    int incomplete = 0;         ///< patients without
    int several = 0;            ///< of the complete ones, with equals at the top; the first of them is chosen
};

/// What belongs together: an examination as DICOM has it, else the patient; of files that name neither, those whose
/// names differ in nnU-Net's channel number alone (lung_001_0000.nii.gz), else those of one folder.
[[nodiscard]] std::string examinationKeyOf(const SeriesInfo& series);

/// For models of several inputs: for each rule, in the order of the model's channels, the best series of the same
/// examination as chooseOnePerPatient() means it, none of them twice. Of several complete examinations of a patient the
/// earliest is taken.
[[nodiscard]] ChannelOutcome chooseChannels(const std::vector<SeriesInfo>& series,
                                            const std::vector<SeriesRule>& rules);

/// What chooseChannels() chooses becomes the cases: those series are included, and no others.
void includeChannels(std::vector<SeriesInfo>& series, const std::vector<SeriesRule>& rules);

} // namespace nidus
