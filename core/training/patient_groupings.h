// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/job.h"
#include "core/project/project.h"
#include "core/statistics/subgroups.h"
#include "core/training/job.h"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace nidus {

/// Elements of the DICOM header of an image, by their keywords ("PatientSex"), as texts; empty where it has none.
using HeaderTexts =
    std::function<std::vector<std::string>(const SeriesSource& image, const std::vector<std::string>& elements)>;

/// The cases of a run by age of the patient in bands of years ("40–59") and by sex ("F", "M", "O"), as the first image
/// of each has them; without the properties that are known of no case. They are read from the files each time, so that
/// the project need not keep them: of a case whose files or row in the project are gone nothing is known. Throws
/// Cancelled.
[[nodiscard]] std::vector<CaseGrouping> patientGroupings(const TrainingJob& job, const std::vector<Case>& cases,
                                                         const HeaderTexts& headerTexts, const JobControl& control);

/// Years, from PatientAge ("045Y", "011M", "003W", "002D"), else from PatientBirthDate and StudyDate ("19700131");
/// nothing where neither says a possible age. Ages above 120 are taken for a slip.
[[nodiscard]] std::optional<double> patientAgeYears(const std::string& age, const std::string& birthDate,
                                                    const std::string& studyDate);

} // namespace nidus
