// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/model_fit.h"
#include "core/model/pretrained_model.h"

#include <QString>

#include <utility>
#include <vector>

namespace nidus::ui {

/// One check of a model against the cases, in words.
struct CheckLine {
    QString code;
    Severity severity = Severity::Info; ///< Info: it suits
    QString text;
};
[[nodiscard]] std::vector<CheckLine> checkLines(const ModelFit& fit);

/// What was read of a model: names and values, in the order to show them.
[[nodiscard]] std::vector<std::pair<QString, QString>> modelRows(const PretrainedModel& model);

} // namespace nidus::ui
