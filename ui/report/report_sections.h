// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/training/run_dossier.h"
#include "ui/report/report_document.h"

#include <vector>

namespace nidus::ui {

// The parts of a report in the order of CLAIM (Mongan, Moy, Kahn 2020) and TRIPOD+AI (Collins et al. 2024).
[[nodiscard]] ReportSection summarySection(const RunDossier& dossier);
[[nodiscard]] ReportSection dataSection(const RunDossier& dossier);
[[nodiscard]] ReportSection splitSection(const RunDossier& dossier);
[[nodiscard]] ReportSection modelSection(const RunDossier& dossier);
[[nodiscard]] ReportSection trainingSection(const RunDossier& dossier);
[[nodiscard]] ReportSection resultsSection(const RunDossier& dossier);
[[nodiscard]] ReportSection failuresSection(const RunDossier& dossier, const std::vector<ReportPicture>& pictures);
[[nodiscard]] ReportSection findingsSection(const RunDossier& dossier);
[[nodiscard]] ReportSection limitationsSection(const RunDossier& dossier);
[[nodiscard]] ReportSection reproducibilitySection(const RunDossier& dossier);

/// The warnings on the result as a whole, a sentence each.
[[nodiscard]] std::vector<ReportNote> notesOf(const RunDossier& dossier);

} // namespace nidus::ui
