// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/training/run_dossier.h"
#include "ui/report/report_document.h"

#include <optional>
#include <vector>

namespace nidus::ui {

/// ROC and precision-recall curves over all tested cases, calibration and decision curves of the evaluation: of the
/// positive class, or of each class against the rest. Those that are not defined are left out; all of them where the
/// tested cases are of one class.
[[nodiscard]] std::vector<ReportFigure> performanceFigures(const RunDossier& dossier);

/// Loss of each fold over the epochs of fine-tuning, on the inner training and validation cases; absent where nothing
/// was fine-tuned.
[[nodiscard]] std::optional<ReportFigure> lossFigure(const RunDossier& dossier);

/// From the cases of the project to those of each fold.
[[nodiscard]] ReportFigure flowFigure(const RunDossier& dossier);

} // namespace nidus::ui
