// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/statistics/estimate.h"
#include "core/training/run_dossier.h"

#include <QCoreApplication>
#include <QString>

#include <optional>

namespace nidus::ui {

/// The texts of reports. Numbers are written as in files, with a point, whatever the language.
struct Report {
    Q_DECLARE_TR_FUNCTIONS(nidus::ui::Report)
};

/// Of the texts, as HTML has it: "en", "zh-CN".
[[nodiscard]] QString reportLanguage();

/// "0.880"; a dash for what is not a number.
[[nodiscard]] QString numberText(double value, int decimals = 3);
[[nodiscard]] QString numberText(const std::optional<double>& value);
/// "0.880 (0.710 to 0.950)", with the interval in brackets; without bounds the value alone, a dash for none.
[[nodiscard]] QString estimateText(const std::optional<Estimate>& estimate);
/// "0.710 to 0.950", a dash where there is none.
[[nodiscard]] QString intervalText(const Estimate& estimate);
/// How an interval was made, for people.
[[nodiscard]] QString methodText(const Estimate& estimate);
/// "12 (30 %)"
[[nodiscard]] QString shareText(int part, int whole);
/// Numbers of one quantity: "1.5", "0.7 to 2.0"
[[nodiscard]] QString rangeText(double low, double high, int decimals);

/// Why a case took no part: the code of a problem or one of Exclusion's words.
[[nodiscard]] QString exclusionText(const std::string& code);

/// "probe": the network as pretrained; else adapted.
[[nodiscard]] QString keptText(const std::string& kept);

[[nodiscard]] bool isHoldOut(const RunDossier& dossier);
/// Classes that occur among the tested cases.
[[nodiscard]] int testedClasses(const RunDossier& dossier);

} // namespace nidus::ui
