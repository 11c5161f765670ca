// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/results/figure_text.h"

#include "core/project/project.h"
#include "ui/common/error_text.h"
#include "ui/common/qt_convert.h"
#include "ui/training/preset_picker.h"

#include <QCoreApplication>
#include <QLocale>

#include <cmath>

namespace nidus::ui {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(nidus::ui::FigureText)
};

constexpr double kLeastP = 0.001;
const QString kNothing = QStringLiteral("–");

} // namespace

QString figureText(double value, int digits) {
    return std::isfinite(value) ? QLocale().toString(value, 'f', digits) : kNothing;
}

QString intervalText(const Estimate& estimate, int digits) {
    const QString value = figureText(estimate.value, digits);
    if (!std::isfinite(estimate.value) || !std::isfinite(estimate.low) || !std::isfinite(estimate.high))
        return value;
    //: A figure and its interval
    return Words::tr("%1 (%2 to %3)").arg(value, figureText(estimate.low, digits), figureText(estimate.high, digits));
}

QString intervalText(const std::optional<Estimate>& estimate, int digits) {
    return estimate ? intervalText(*estimate, digits) : kNothing;
}

QString pText(double p) {
    return p < kLeastP ? QStringLiteral("< %1").arg(figureText(kLeastP, 3)) : figureText(p, 3);
}

QString percentText(double share) {
    return std::isfinite(share) ? QStringLiteral("%1 %").arg(figureText(100 * share, 0)) : kNothing;
}

QString runTitle(const RunRecord& run) {
    return QStringLiteral("%1 · %2 · %3").arg(toQt(run.id), presetTitle(run.preset), momentText(toQt(run.created)));
}

} // namespace nidus::ui
