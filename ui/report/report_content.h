// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/volume.h"
#include "core/training/run_dossier.h"
#include "ui/report/report_document.h"

#include <functional>
#include <string>
#include <vector>

namespace nidus::ui {

/// The image of a case; throws Error.
using ReadImage = std::function<Volume(const std::string& caseId)>;

/// The whole report of a run in the language of the program. `readImage` is asked for the few cases of the gallery; an
/// image that cannot be had, or must not be shown, is replaced by a sentence.
[[nodiscard]] ReportDocument reportDocument(const RunDossier& dossier, const ReadImage& readImage);

/// The misclassified cases, worst first; where there are none, those that came closest to it.
[[nodiscard]] std::vector<Prediction> worstCases(const RunResult& result);

} // namespace nidus::ui
