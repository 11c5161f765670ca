// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/inference/classifier.h"
#include "core/project/project.h"

#include <string>

namespace nidus {

/// Influence maps of a case that a finished run tested, by the models of its fold, which never saw it; its prediction
/// is that of the run (probabilities and class alone). Blocks. Throws Error CLF-008 (the run did not test the case),
/// TRN-009 and TRN-013 (no such run), TRN-015 (weights), CLF-007 (no such class), and those of preparePlacedCase() and
/// the engine.
[[nodiscard]] CaseExplanation explainTested(const Project& project, const std::string& runId, const std::string& caseId,
                                            const ExplainOptions& options, SeriesReader& reader, ComputeEngine& engine,
                                            const JobControl& control);

} // namespace nidus
